// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.ctl.ApiStub.Reply;
import dev.sekisho.ctl.client.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import sends, and what it does where Sekisho's directory changed meanwhile. */
@Tag("slow")
class DirectoryImportTest {
    private static final String IMPORT = "POST /api/v1/accounts/import";
    private static final Reply APPLIED = Reply.json(
            "{\"applied\":true,\"rows\":1,\"created\":0,\"changed\":1,\"unchanged\":0,\"rejected\":0,\"errors\":[]}");

    @TempDir
    private Path home;

    private ApiStub sekisho;

    @BeforeEach
    void sekisho() throws IOException {
        sekisho = new ApiStub();
    }

    @AfterEach
    void close() {
        sekisho.close();
    }

    @Test
    void aRowHasWhatTheOtherSystemDecidesAndTheVersionThatWasRead() throws IOException {
        accounts("""
                {"address":"alice@example.org","mailHost":"m","status":"suspended","statusReason":"unpaid",
                 "permissions":{"networks":"192.0.2.0/24","pop3":false},"plan":"p","version":"v1"}""");
        sekisho.on(IMPORT, APPLIED);
        Run run = users("alice@example.org:{SHA}x::::::\nnew@example.org:{SHA}y::::::allow_nets=198.51.100.7\n");
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.OK);
        assertThat(sekisho.requests(IMPORT).get(0).line()).contains("absent=keep", "mode=all");
        assertThat(rows(0))
                .containsExactly(
                        "{\"address\":\"alice@example.org\",\"version\":\"v1\",\"secret\":\"{SHA}x\"}",
                        "{\"address\":\"new@example.org\",\"version\":\"new\",\"secret\":\"{SHA}y\",\"mailHost\":\"m\","
                                + "\"permissions\":{\"networks\":\"198.51.100.7\"}}");
        assertThat(run.out())
                .contains("kept: account alice@example.org: keeps permissions.networks 192.0.2.0/24, which the import"
                        + " source does not define");
    }

    @Test
    void onlyLocalNeverBecomesFromEverywhere() throws IOException {
        accounts("""
                {"address":"backup@example.org","mailHost":"m","status":"active","permissions":{"networks":"127.0.0.1"},"version":"v1"}""");
        sekisho.on(IMPORT, APPLIED);
        users("backup@example.org:{SHA}x::::::allow_nets=local\n");
        assertThat(rows(0).get(0)).contains("\"permissions\":{\"networks\":\"none\"}");
    }

    @Test
    void anAccountIsNotOpenedBeyondItsDomain() throws IOException {
        sekisho.on(
                "GET /api/v1/domains",
                page("{\"name\":\"example.org\",\"permissions\":{\"networks\":\"192.0.2.0/28\"}}"));
        sekisho.on("GET /api/v1/accounts", page(""));
        sekisho.on(IMPORT, APPLIED);
        Run run = users("a@example.org:{SHA}x::::::allow_nets=192.0.2.0/24\n");
        assertThat(rows(0).get(0)).contains("\"permissions\":{\"networks\":\"192.0.2.0/28\"}");
        assertThat(run.out()).contains("permissions.networks becomes 192.0.2.0/28, because its domain permits no more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\":\"active\" | \"status\":\"suspended\",\"statusReason\":\"imported: nologin in Dovecot's"
                        + " passwd-file\"",
                "\"status\":\"send-blocked\",\"statusReason\":\"spam\" |"
                        + " \"status\":\"suspended\",\"statusReason\":\"imported:"
                        + " nologin in Dovecot's passwd-file; before: send-blocked, spam\"",
                "\"status\":\"suspended\",\"statusUntil\":\"2099-01-01T00:00:00Z\",\"statusReason\":\"unpaid\" |"
                        + " \"status\":\"suspended\",\"statusReason\":"
                        + "\"imported: nologin in Dovecot's passwd-file; before: suspended until"
                        + " 2099-01-01T00:00:00Z, unpaid\"",
                "\"status\":\"suspended\",\"statusReason\":\"unpaid\" | ''",
                "\"status\":\"closed\" | ''",
                "\"status\":\"suspended\",\"statusReason\":\"imported: nologin\" | ''",
            })
    void anInactiveAccountStaysWithoutRightsHere(String here, String sent) throws IOException {
        accounts("{\"address\":\"a@example.org\",\"mailHost\":\"m\"," + here + ",\"version\":\"v1\"}");
        sekisho.on(IMPORT, APPLIED);
        users("a@example.org:{SHA}x:::::: nologin\n");
        assertThat(rows(0).get(0))
                .isEqualTo("{\"address\":\"a@example.org\",\"version\":\"v1\",\"secret\":\"{SHA}x\""
                        + (sent.isEmpty() ? "" : "," + sent) + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\":\"suspended\",\"statusReason\":\"imported: nologin\" | \"status\":\"active\"",
                "\"status\":\"suspended\",\"statusReason\":\"imported: nologin; before: send-blocked, spam\""
                        + " | \"status\":\"send-blocked\",\"statusReason\":\"spam\"",
                "\"status\":\"suspended\",\"statusReason\":\"imported: nologin; before: suspended until"
                        + " 2099-01-01T00:00:00Z, unpaid\""
                        + " | \"status\":\"suspended\",\"statusUntil\":\"2099-01-01T00:00:00Z\",\"statusReason\":\"unpaid\"",
                "\"status\":\"suspended\",\"statusReason\":\"imported: nologin; before: suspended until"
                        + " 2020-01-01T00:00:00Z\""
                        + " | \"status\":\"active\"",
                "\"status\":\"send-blocked\",\"statusReason\":\"imported: nologin\" | ''",
                "\"status\":\"suspended\",\"statusReason\":\"unpaid\" | ''",
            })
    void whatAnImportSuspendedBecomesWhatItWasAndNothingElseDoes(String here, String sent) throws IOException {
        accounts("{\"address\":\"a@example.org\",\"mailHost\":\"m\"," + here + ",\"version\":\"v1\"}");
        sekisho.on(IMPORT, APPLIED);
        users("a@example.org:{SHA}x::::::\n");
        assertThat(rows(0).get(0))
                .isEqualTo("{\"address\":\"a@example.org\",\"version\":\"v1\",\"secret\":\"{SHA}x\""
                        + (sent.isEmpty() ? "" : "," + sent) + "}");
    }

    @Test
    void aLockedAccountIsSuspendedAndANewOneIsNotCreated() throws IOException {
        accounts("{\"address\":\"a@example.org\",\"mailHost\":\"m\",\"status\":\"active\",\"version\":\"v1\"}");
        sekisho.on(IMPORT, APPLIED);
        Run run = users("a@example.org:!:::::: \nnew@example.org:!::::::\n");
        assertThat(rows(0))
                .containsExactly("{\"address\":\"a@example.org\",\"version\":\"v1\",\"status\":\"suspended\","
                        + "\"statusReason\":\"imported: no password\"}");
        assertThat(run.out()).contains("skipped: line 2 new@example.org: has no password, or a locked one");
    }

    @Test
    void aRowThatCameTooLateIsSentOnceMoreWithFreshData() throws IOException {
        sekisho.on("GET /api/v1/domains", page(""));
        sekisho.on(
                "GET /api/v1/accounts",
                page("{\"address\":\"a@example.org\",\"status\":\"active\",\"version\":\"v1\"}"),
                page(
                        "{\"address\":\"a@example.org\",\"status\":\"suspended\",\"statusReason\":\"unpaid\",\"version\":\"v2\"}"));
        sekisho.on(IMPORT, late(400, 1), APPLIED);
        Run run = users("a@example.org:{SHA}x::::::\n");
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.OK);
        assertThat(sekisho.requests(IMPORT)).hasSize(2);
        assertThat(rows(1).get(0)).contains("\"version\":\"v2\"").doesNotContain("status");
        assertThat(run.out())
                .contains("accounts: 0 new, 1 changed, 0 unchanged", "done")
                .doesNotContain("refused");
    }

    @Test
    void anEntryThatChangesTwiceMeanwhileIsReportedAndNothingIsWritten() throws IOException {
        accounts("{\"address\":\"a@example.org\",\"status\":\"active\",\"version\":\"v1\"}");
        sekisho.on(IMPORT, late(400, 1));
        Run run = users("a@example.org:{SHA}x::::::\n");
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(sekisho.requests(IMPORT)).hasSize(2);
        assertThat(run.out())
                .contains(
                        "refused: account a@example.org: the account was changed since it was read",
                        "nothing was written");
    }

    @Test
    void ofRowsOnlyTheLateOnesAreSentAgain() throws IOException {
        sekisho.on("GET /api/v1/domains", page(""));
        sekisho.on(
                "GET /api/v1/accounts",
                page("{\"address\":\"a@example.org\",\"status\":\"active\",\"version\":\"a1\"},"
                        + "{\"address\":\"b@example.org\",\"status\":\"active\",\"version\":\"b1\"}"),
                page("{\"address\":\"a@example.org\",\"status\":\"active\",\"version\":\"a1\"},"
                        + "{\"address\":\"b@example.org\",\"status\":\"active\",\"version\":\"b2\"}"));
        sekisho.on(IMPORT, late(200, 2), APPLIED);
        Run run = users("a@example.org:{SHA}x::::::\nb@example.org:{SHA}x::::::\n", "--rows");
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.OK);
        assertThat(rows(1)).hasSize(1);
        assertThat(rows(1).get(0)).contains("b@example.org", "\"version\":\"b2\"");
        assertThat(run.out()).contains("accounts: 0 new, 2 changed, 0 unchanged");
    }

    @Test
    void aNodeWithoutVersionsIsNotWrittenTo() throws IOException {
        accounts("{\"address\":\"a@example.org\",\"status\":\"active\"}");
        Run run = users("a@example.org:{SHA}x::::::\n");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("older than sekishoctl");
        assertThat(sekisho.requests("POST")).isEmpty();
    }

    @Test
    void anAliasDependsOnWhatWasReadAndADomainOnNotBeingThere() throws IOException {
        sekisho.on("GET /api/v1/domains", page(""));
        sekisho.on(
                "GET /api/v1/aliases",
                page("{\"address\":\"old@example.org\",\"targets\":[\"x@example.org\"],\"version\":\"v7\"}"));
        sekisho.on("PUT /api/v1/domains/example.net", Reply.json(412, "{\"detail\":\"The entry is there already.\"}"));
        sekisho.on(
                "PUT /api/v1/aliases/old@example.org",
                Reply.json(412, "{\"detail\":\"The entry is not as If-Match says\"}"));
        sekisho.on("PUT /api/v1/aliases/new@example.org", Reply.json(201, "{\"address\":\"new@example.org\"}"));
        Path map = Files.writeString(
                home.resolve("virtual"),
                "example.net x\nold@example.org y@example.org\nnew@example.org y@example.org\n");
        Run run = run("import", "--from", "virtual", map.toString());
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.NO);
        assertThat(run.out())
                .contains(
                        "refused: alias old@example.org: was changed since it was read: repeat the import",
                        "aliases: 1 new")
                .doesNotContain("refused: domain");
        assertThat(sekisho.requests("PUT /api/v1/aliases/old").get(0).header("If-match"))
                .isEqualTo("\"v7\"");
        assertThat(sekisho.requests("PUT /api/v1/aliases/new").get(0).header("If-none-match"))
                .isEqualTo("*");
        assertThat(sekisho.requests("PUT /api/v1/domains").get(0).header("If-none-match"))
                .isEqualTo("*");
    }

    private void accounts(String accounts) {
        sekisho.on("GET /api/v1/domains", page(""));
        sekisho.on("GET /api/v1/accounts", page(accounts));
    }

    private static Reply page(String entries) {
        return Reply.json("{\"entries\":[" + entries + "]}");
    }

    private static Reply late(int status, int line) {
        return Reply.json(
                status,
                "{\"applied\":" + (status == 200) + ",\"rows\":1,\"created\":0,\"changed\":" + (status == 200 ? 1 : 0)
                        + ",\"unchanged\":0,\"rejected\":1,\"errors\":[{\"line\":" + line
                        + ",\"field\":\"version\",\"message\":\"the account was changed since it was read\"}]}");
    }

    private List<String> rows(int upload) {
        return sekisho.requests(IMPORT).get(upload).body().lines().toList();
    }

    private Run users(String text, String... more) throws IOException {
        Path users = Files.writeString(home.resolve("users"), text);
        return run(Stream.concat(
                        Stream.of("import", "--from", "passwd-file", "--mail-host", "m", users.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Run run(String... arguments) {
        sekisho.on("PUT /api/v1/domains/example.org", Reply.json(201, "{\"name\":\"example.org\"}"));
        return Run.of(Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"), home, "", arguments);
    }
}
