// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.NginxClient;
import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar, run as a process against Sekisho under test. */
class SekishoctlIT extends SekishoUnderTest {
    private static final String EVE = "eve@ctl.example";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SEKISHOCTL_URL",
            HTTP,
            "SEKISHOCTL_PASSWORD",
            "it-admin-password",
            "SEKISHOCTL_AUTH_KEY",
            KEY,
            "SEKISHOCTL_SENDLIMIT",
            "127.0.0.1:" + SENDLIMIT_PORT,
            "SEKISHOCTL_QUOTA",
            "127.0.0.1:" + QUOTA_PORT));

    @BeforeEach
    void directory() throws Exception {
        assertThat(api("PUT", "/mail-hosts/ctl-a", "{\"address\": \"192.0.2.33\", \"probe\": false}")
                        .statusCode())
                .isIn(200, 201);
        assertThat(api("PUT", "/domains/ctl.example", "{}").statusCode()).isIn(200, 201);
        api("DELETE", "/accounts/" + EVE + "/limits/temporary", "");
        assertThat(api("PUT", "/accounts/" + EVE, "{\"mailHost\": \"ctl-a\", \"password\": \"open sesame\"}")
                        .statusCode())
                .isIn(200, 201);
    }

    @Test
    void statusIsACheckForNagiosAndNeedsNoPassword() throws Exception {
        environment.remove("SEKISHOCTL_PASSWORD");
        Run run = ctl("", "status");
        assertThat(run.exit()).as(run.out()).isIn(Exit.OK, Exit.NO);
        assertThat(run.out()).startsWith("SEKISHO ").contains("sendlimit_connections=", "quota_requests=");
        Run json = ctl("", "-o", "json", "status");
        assertThat(json.out()).contains("\"listener\":\"quota\",\"bound\":true").doesNotContain("\"unknown\"");
    }

    @Test
    void aNodeThatIsDownIsCritical() throws Exception {
        environment.put("SEKISHOCTL_URL", "http://127.0.0.1:1");
        Run status = ctl("", "status");
        assertThat(status.exit()).isEqualTo(Exit.CRITICAL);
        assertThat(status.out()).startsWith("SEKISHO CRITICAL - Sekisho at http://127.0.0.1:1/ does not answer");
        Run show = ctl("", "account", "show", EVE);
        assertThat(show.exit()).isEqualTo(Exit.CRITICAL);
        assertThat(show.err()).contains("does not answer").doesNotContain("at dev.sekisho");
        assertThat(ctl("", "policy", "test", "--service", "127.0.0.1:1").exit()).isEqualTo(Exit.CRITICAL);
    }

    @Test
    void aWrongPasswordIsReportedAndNeverShown() throws Exception {
        environment.put("SEKISHOCTL_PASSWORD", "not-the-password");
        Run run = ctl("", "account", "show", EVE);
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("Wrong user or password (401)").doesNotContain("not-the-password");
    }

    @Test
    void anAccountIsShownSendBlockedSuspendedAndActivated() throws Exception {
        assertThat(ctl("", "account", "show", EVE).out()).contains("mailHost").contains("ctl-a");
        Run blocked = ctl("", "account", "send-block", EVE, "--until", "2h", "--reason", "hijacked, 日本");
        assertThat(blocked.exit()).as(blocked.err()).isEqualTo(Exit.OK);
        assertThat(api("GET", "/accounts/" + EVE, "").body())
                .contains("\"status\":\"send-blocked\"")
                .contains("hijacked, 日本")
                .contains("statusUntil");
        assertThat(ctl("", "account", "suspend", EVE).out()).contains("suspended");
        assertThat(ctl("", "account", "activate", EVE).exit()).isEqualTo(Exit.OK);
        assertThat(api("GET", "/accounts/" + EVE, "").body()).contains("\"status\":\"active\"");
        Run missing = ctl("", "account", "show", "unknown@ctl.example");
        assertThat(missing.exit()).isEqualTo(Exit.NO);
        assertThat(missing.err()).contains("There is no account \"unknown@ctl.example\"");
    }

    @Test
    void whyAnAccountCannotLogInIsOneCommand() throws Exception {
        Run able = ctl("", "account", "why", EVE);
        assertThat(able.exit()).as(able.err()).isEqualTo(Exit.OK);
        assertThat(able.out()).startsWith(EVE + ": Can log in. ");
        assertThat(ctl("", "account", "suspend", EVE, "--reason", "unpaid").exit())
                .isEqualTo(Exit.OK);
        Run suspended = ctl("", "account", "why", EVE, "--client", "192.0.2.200");
        assertThat(suspended.exit()).isEqualTo(Exit.NO);
        assertThat(suspended.out())
                .startsWith(EVE + ": Cannot log in: suspended since ")
                .contains(" by admin: unpaid", "sekishoctl account activate " + EVE);
        assertThat(ctl("", "account", "activate", EVE).exit()).isEqualTo(Exit.OK);
        Run wrong = ctl("", "account", "why", EVE, "--client", "localhost");
        assertThat(wrong.exit()).isEqualTo(Exit.NO);
        assertThat(wrong.err()).contains("client must be an IP address");
    }

    @Test
    void limitsAreSetAndInheritedAgain() throws Exception {
        Run set = ctl("", "limit", "set", EVE, "7/1h, 20/1d");
        assertThat(set.out()).contains("7/1h, 20/1d").contains("account");
        assertThat(ctl("", "-o", "json", "limit", "get", EVE).out()).contains("\"effective\":\"7/1h, 20/1d\"");
        Run wrong = ctl("", "limit", "set", EVE, "many");
        assertThat(wrong.exit()).isEqualTo(Exit.NO);
        assertThat(wrong.err()).contains("sendLimits");
        assertThat(ctl("", "limit", "set", EVE, "inherit").exit()).isEqualTo(Exit.OK);
        assertThat(ctl("", "limit", "get", "installation").exit()).isEqualTo(Exit.OK);
    }

    @Test
    void countersAreShownAndReset() throws Exception {
        assertThat(ctl("", "counter", "show", EVE).out()).contains(EVE);
        assertThat(ctl("", "limit", "set", EVE, "50/1h").exit()).isEqualTo(Exit.OK);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ctl("", "counter", "show", EVE).out().contains("50/1h"));
        policy(
                SENDLIMIT_PORT,
                "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=3\n"
                        + "instance=ctl.top\nsasl_username=" + EVE + "\n\n");
        Run top = ctl("", "-o", "json", "counter", "top", "-n", "1000");
        assertThat(top.exit()).isEqualTo(Exit.OK);
        assertThat(top.out()).contains("\"account\":\"" + EVE + "\"").contains("\"percent\":");
        assertThat(ctl("", "counter", "top").out()).contains("percent");
        assertThat(ctl("", "counter", "reset", EVE).exit()).isEqualTo(Exit.OK);
    }

    @Test
    void aRaiseNeedsAReasonAndShowsIt() throws Exception {
        assertThat(ctl("", "limit", "set", EVE, "7/1h").exit()).isEqualTo(Exit.OK);
        Run silent = ctl("", "limit", "set", EVE, "900/1h", "--until", "2h");
        assertThat(silent.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(silent.err()).contains("--reason");
        Run raised = ctl("", "limit", "set", EVE, "900/1h", "--until", "2h", "--reason", "Newsletter");
        assertThat(raised.exit()).as(raised.err()).isEqualTo(Exit.OK);
        assertThat(raised.out()).contains("Newsletter");
        assertThat(api("DELETE", "/accounts/" + EVE + "/limits/temporary", "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void anUnknownReferenceEndsWithAClearError() throws Exception {
        Run explain = ctl("", "explain", "NOSUCHREF");
        assertThat(explain.exit()).isIn(Exit.NO, Exit.UNKNOWN);
        assertThat(explain.err()).startsWith("sekishoctl: ").doesNotContain("Exception");
    }

    @Test
    void theLoginServiceIsQueriedAsNginxDoes() throws Exception {
        Run right = ctl("open sesame\n", "auth", "test", EVE, "--password-stdin", "--client", "192.0.2.201");
        assertThat(right.exit()).as(right.out() + right.err()).isEqualTo(Exit.OK);
        assertThat(right.out()).startsWith("OK Auth-Server=192.0.2.33").doesNotContain("sesame");
        Run wrong = ctl("wrong 日本\n", "auth", "test", EVE, "--password-stdin", "--client", "192.0.2.202");
        assertThat(wrong.exit()).isEqualTo(Exit.NO);
        environment.remove("SEKISHOCTL_AUTH_KEY");
        Run withoutKey = ctl("open sesame\n", "auth", "test", EVE, "--password-stdin");
        assertThat(withoutKey.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(withoutKey.err()).contains("sekisho.login.key");
    }

    @Test
    void aBlockedLoginIsFoundExplainedAndItsBlockLifted() throws Exception {
        String client = "10.77.5.4";
        for (int i = 0; i <= 10; i++) {
            login("guess " + i, client);
        }
        login("open sesame", client);
        Run blocks = ctl("", "block", "list", "--account", EVE, "--rule", "account-network");
        assertThat(blocks.exit()).as(blocks.err()).isEqualTo(Exit.OK);
        assertThat(blocks.out()).startsWith("id ").contains(EVE + " 10.77.5.0/24");
        String id = blocks.out().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
        String until = api("GET", "/blocks/" + id, "").body().replaceFirst("(?s).*\"until\":\"([^\"]*)\".*", "$1");

        String[] refused = {"decision", "list", "--account", EVE, "--client", client, "--result", "reject", "-n", "1"};
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ctl("", refused).out().contains(" blocked"));
        String reference =
                ctl("", refused).out().lines().skip(1).findFirst().orElseThrow().split(" +", -1)[1];
        assertThat(ctl("", "explain", reference).out())
                .contains("its password was not checked. Reason: blocked.", "The block ends at " + until);

        assertThat(ctl("", "block", "lift", id, "--reason", "test").exit()).isEqualTo(Exit.OK);
        assertThat(ctl("", "block", "list", "--account", EVE, "--rule", "account-network")
                        .out())
                .isEmpty();
        assertThat(ctl("", "block", "lift", id).exit()).isEqualTo(Exit.NO);
    }

    @Test
    void thePolicyServicesAreQueriedAsPostfixDoes() throws Exception {
        assertThat(ctl("", "limit", "set", EVE, "1/1h").exit()).isEqualTo(Exit.OK);
        String[] send = {"policy", "test", "protocol_state=END-OF-MESSAGE", "recipient_count=1", "sasl_username=" + EVE
        };
        await().atMost(Duration.ofSeconds(30)).until(() -> ctl("", send).exit() == Exit.NO);
        assertThat(ctl("", send).out()).startsWith("450 4.7.1");
        assertThat(ctl("", "counter", "reset", EVE).exit()).isEqualTo(Exit.OK);
        Run probe = ctl("", "quota", "probe", "unknown@elsewhere.example", "--size", "1000");
        assertThat(probe).isEqualTo(new Run(Exit.OK, "DUNNO" + System.lineSeparator(), ""));
    }

    @Test
    void accountsAreImportedAndRefusalsAreReportedByLine() throws Exception {
        Path file = folder.resolve("accounts.csv");
        Files.writeString(
                file,
                "address,mailHost,password,sendLimits,permissions.pop3\n"
                        + "one@ctl.example,ctl-a,geheim eins,\"10/1h, 50/1d\",false\n"
                        + "two@ctl.example,nowhere,geheim zwei,,\n");
        Run none = ctl("", "import", file.toString());
        assertThat(none.exit()).isEqualTo(Exit.NO);
        assertThat(none.out())
                .contains("line 3: mailHost", "1 with errors; nothing was written")
                .doesNotContain("geheim");
        assertThat(api("GET", "/accounts/one@ctl.example", "").statusCode()).isEqualTo(404);
        assertThat(ctl("", "import", "--rows", file.toString()).out()).contains("2 rows: 1 new");
        assertThat(api("GET", "/accounts/one@ctl.example", "").body())
                .contains("\"sendLimits\":\"10/1h, 50/1d\"", "\"permissions\":{\"pop3\":false}");
        api("DELETE", "/accounts/one@ctl.example", "");
    }

    @Test
    void theJarJudgesSettingsAndExaminesServers() throws Exception {
        Path settings = folder.resolve("server.env");
        Files.writeString(settings, "SEKISHO_QUOTA_PORT=0\n");
        Run check = ctl("", "config", "check", settings.toString());
        assertThat(check.exit()).as(check.err()).isEqualTo(Exit.NO);
        assertThat(check.out()).contains("sekisho.quota.port");
        Run doctor = ctl("", "doctor", "--postfix-main", "src/test/mail/postfix/main.cf");
        assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isEqualTo(Exit.OK);
        assertThat(ctl("", "--version").out()).matches("(?s)sekishoctl [0-9].*");
    }

    private static void login(String password, String client) {
        var unused = new NginxClient(HttpClient.newHttpClient(), URI.create(HTTP), false)
                .query(Map.of(
                        "Auth-Method", "plain",
                        "Auth-User", EVE,
                        "Auth-Pass", password,
                        "Auth-Protocol", "imap",
                        "Auth-Login-Attempt", "1",
                        "Client-IP", client,
                        "X-Auth-Key", KEY));
    }

    private Run ctl(String input, String... arguments) throws IOException, InterruptedException {
        return Run.ofJar(environment, folder, input, arguments);
    }
}
