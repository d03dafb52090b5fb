// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.ctl.ApiStub.Reply;
import dev.sekisho.ctl.client.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of blocks and of decisions: the request of each option, and the table. */
class ListsTest {
    private static final String BLOCK =
            "{\"id\":\"00000000000000a1\",\"rule\":\"address\",\"subject\":\"192.0.2.66\",\"effect\":\"block\","
                    + "\"observed\":false,\"explanation\":\"20 distinct wrong passwords\",\"count\":20,\"limit\":20,"
                    + "\"since\":\"2026-03-01T10:02:00Z\",\"lastSeen\":\"2026-03-01T10:03:00Z\","
                    + "\"until\":\"2026-03-01T10:17:00Z\"}";

    private static final String DECISION =
            "{\"reference\":\"7hk4n2xd\",\"at\":\"2026-03-01T10:02:00Z\",\"service\":\"login\",\"result\":\"reject\","
                    + "\"account\":\"alice@example.org\",\"explanation\":\"A login.\","
                    + "\"attributes\":{\"reason\":\"wrong \\u001b password\",\"result\":\"x\"}}";

    @TempDir
    private Path home;

    private ApiStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = new ApiStub();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void blocksAreATableAndTheFiltersAreThoseOfTheApi() {
        stub.on("GET /api/v1/blocks", Reply.json("{\"entries\":[" + BLOCK + "],\"next\":\"00000000000000a1\"}"));
        Run run = ctl(
                "block",
                "list",
                "--rule",
                "address",
                "--address",
                "2001:db8::/64",
                "--account",
                "a+b@example.org",
                "-n",
                "1",
                "--after",
                "00ff");
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.OK);
        assertThat(run.out().lines())
                .containsExactly(
                        "id                rule     subject     effect  observed  count  limit  until",
                        "00000000000000a1  address  192.0.2.66  block   false     20     20     2026-03-01T10:17:00Z",
                        "more: --after 00000000000000a1");
        assertThat(stub.requests("GET /api/v1/blocks"))
                .singleElement()
                .extracting(ApiStub.Request::line)
                .isEqualTo("GET /api/v1/blocks?rule=address&address=2001%3Adb8%3A%3A%2F64&account=a%2Bb%40example.org"
                        + "&sort=-until&limit=1&after=00ff");
    }

    @Test
    void noBlocksPrintNothing() {
        stub.on("GET /api/v1/blocks", Reply.json("{\"entries\":[]}"));
        assertThat(ctl("block", "list")).isEqualTo(new Run(Exit.OK, "", ""));
        assertThat(stub.requests("GET /api/v1/blocks?sort=-until&limit=50")).hasSize(1);
        assertThat(ctl("-o", "json", "block", "list").out()).isEqualTo("{\"entries\":[]}" + System.lineSeparator());
    }

    @Test
    void aBlockIsShownWithItsExplanation() {
        stub.on("GET /api/v1/blocks/00000000000000a1", Reply.json(BLOCK));
        assertThat(ctl("block", "show", "00000000000000a1").out()).contains("20 distinct wrong passwords");
    }

    @Test
    void eachBlockIsLiftedWithTheReason() {
        stub.on("DELETE /api/v1/blocks/a1", Reply.of(204, "text/plain", ""));
        Run run = ctl("block", "lift", "a1", "a2", "--reason", "office");
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.err()).contains("There is no such entry.");
        assertThat(stub.requests("DELETE /api/v1/blocks/a1"))
                .singleElement()
                .extracting(each -> each.header("X-reason"))
                .isEqualTo("office");
        assertThat(stub.requests("DELETE /api/v1/blocks/a2")).hasSize(1);
    }

    @Test
    void decisionsAreATableWithTheirReasons() {
        stub.on("GET /api/v1/decisions", Reply.json("{\"entries\":[" + DECISION + "]}"));
        Run run = ctl(
                "decision",
                "list",
                "--account",
                "alice@example.org",
                "--client",
                "192.0.2.7",
                "--service",
                "login",
                "--result",
                "reject",
                "--from",
                "2026-03-01T10:00:00+09:00",
                "--to",
                "2026-03-02T00:00:00Z");
        assertThat(run.out().lines())
                .containsExactly(
                        "at                    reference  service  result  account            client  reason",
                        "2026-03-01T10:02:00Z  7hk4n2xd   login    reject  alice@example.org  -       "
                                + "wrong \\u001b password");
        assertThat(stub.requests("GET /api/v1/decisions"))
                .singleElement()
                .extracting(ApiStub.Request::line)
                .isEqualTo("GET /api/v1/decisions?account=alice%40example.org&client=192.0.2.7&service=login"
                        + "&result=reject&from=2026-03-01T01%3A00%3A00Z&to=2026-03-02T00%3A00%3A00Z&limit=50");
    }

    @Test
    void theJsonOfAListIsThatOfTheApi() {
        String page = "{\"entries\":[" + DECISION + "],\"next\":\"17-4\"}";
        stub.on("GET /api/v1/decisions", Reply.json(page));
        assertThat(ctl("-o", "json", "decision", "list").out()).contains("\"next\":\"17-4\"", "\"explanation\"");
    }

    @Test
    void anAnswerThatIsNoPageIsAnError() {
        stub.on("GET /api/v1/decisions", Reply.json("{}"));
        Run run = ctl("decision", "list");
        assertThat(run.exit()).isEqualTo(Exit.CRITICAL);
        assertThat(run.err()).contains("lacks \"entries\"");
    }

    @Test
    void aTimeOfThePastIsADurationUntilNow() {
        Instant now = Instant.parse("2026-03-01T10:00:00.5Z");
        assertThat(Until.parsePast("2h", now)).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(Until.parse("2h", now)).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(Until.parsePast("2026-01-01T00:00:00Z", now)).isEqualTo("2026-01-01T00:00:00Z");
        Run run = ctl("decision", "list", "--from", "yesterday");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("\"yesterday\" is not a time", "3d ago");
    }

    private Run ctl(String... arguments) {
        return Run.of(Map.of("SEKISHOCTL_URL", stub.url(), "SEKISHOCTL_PASSWORD", "x"), home, "", arguments);
    }
}
