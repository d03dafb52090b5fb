// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.ctl.ApiStub.Reply;
import dev.sekisho.ctl.client.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account contain}: the request of each option, and the outcome on one screen. */
class ContainmentTest {
    private static final String LINE = "POST /api/v1/accounts/alice@example.org/contain";

    @TempDir
    private Path home;

    private String sent = "";

    private Run contain(String outcome, String input, String... options) throws IOException {
        try (ApiStub stub = new ApiStub()) {
            stub.on(LINE, Reply.json(outcome));
            String[] arguments = new String[3 + options.length];
            arguments[0] = "account";
            arguments[1] = "contain";
            arguments[2] = "alice@example.org";
            System.arraycopy(options, 0, arguments, 3, options.length);
            Run run = Run.of(Map.of("SEKISHOCTL_URL", stub.url(), "SEKISHOCTL_PASSWORD", "x"), home, input, arguments);
            sent = stub.requests("POST").stream()
                    .map(ApiStub.Request::body)
                    .findFirst()
                    .orElse("");
            return run;
        }
    }

    private static String outcome(String result, String more) {
        return "{\"account\":\"alice@example.org\",\"state\":{\"status\":\"send-blocked\"},\"newPassword\":true,"
                + "\"revokedAppPasswords\":2,\"sessions\":[{\"host\":\"mail-a\",\"result\":\"" + result + "\"" + more
                + "}],\"password\":\"k3v7-aq2m\",\"logins\":{\"recent\":[{\"at\":\"2026-03-01T01:00:00Z\","
                + "\"client\":\"203.0.113.9\",\"protocol\":\"smtp\",\"method\":\"plain\",\"times\":350}],"
                + "\"networks\":[{\"network\":\"203.0.113.0/24\",\"lastOn\":\"2026-03-01\"}]}}";
    }

    @Test
    void theOutcomeHasThePasswordTheSessionsAndTheUndo() throws IOException {
        Run run = contain(outcome("ended", ""), "", "--reason", "hijacked");
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.OK);
        assertThat(run.out().lines())
                .containsExactly(
                        "alice@example.org: send-blocked",
                        "new password, shown once: k3v7-aq2m",
                        "app passwords revoked: 2",
                        "sessions at mail-a: ended",
                        "login: 2026-03-01T01:00:00Z from 203.0.113.9 by smtp, 350 times",
                        "networks: 203.0.113.0/24",
                        "undo: sekishoctl account activate alice@example.org (the old password and app passwords do not"
                                + " come back)");
        assertThat(sent)
                .contains("\"status\":\"send-blocked\"", "\"reason\":\"hijacked\"", "\"keepPassword\":false")
                .doesNotContain("\"password\"");
    }

    @Test
    void sessionsThatStayOpenAreAnnouncedPlainly() throws IOException {
        Run failed = contain(
                outcome("failed", ",\"error\":\"Connection \\u001b refused\""),
                "new sesame\n",
                "--reason",
                "x",
                "--suspend",
                "--password-stdin",
                "--until",
                "2h",
                "--keep-app-passwords");
        assertThat(failed.exit()).isEqualTo(Exit.NO);
        assertThat(failed.out())
                .contains(
                        "SESSIONS AT mail-a NOT ENDED: Connection \\u001b refused; run there: doveadm kick alice@example.org");
        assertThat(sent)
                .contains("\"status\":\"suspended\"", "\"password\":\"new sesame\"", "\"statusUntil\":\"20")
                .contains("\"keepAppPasswords\":true", "\"keepSessions\":false");
        for (String result : new String[] {"not-configured", "not-possible"}) {
            assertThat(contain(outcome(result, ""), "", "--reason", "x").out()).contains("NOT ENDED");
        }
        assertThat(contain(outcome("none", ""), "", "--reason", "x").exit()).isEqualTo(Exit.OK);
    }

    @Test
    void withoutAReasonOrAPasswordOnInputNothingIsSent() throws IOException {
        assertThat(contain(outcome("none", ""), "").exit()).isNotZero();
        assertThat(sent).isEmpty();
        Run run = contain(outcome("none", ""), "", "--reason", "x", "--password-stdin");
        assertThat(run.err()).contains("Standard input has no password");
        assertThat(sent).isEmpty();
    }
}
