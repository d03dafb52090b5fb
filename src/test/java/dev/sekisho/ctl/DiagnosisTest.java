// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.ctl.ApiStub.Reply;
import dev.sekisho.ctl.client.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account why}: the decisive cause first, with the command against it, on one screen. */
class DiagnosisTest {
    private static final String PATH = "GET /api/v1/accounts/alice@example.org/login-diagnosis";
    private static final String LAST = "\"lastLogin\":\"Last login from 192.0.2.7 by IMAP at 01:20 UTC.\"";

    @TempDir
    private Path home;

    private Run why(String body, String... more) throws IOException {
        try (ApiStub stub = new ApiStub()) {
            stub.on(PATH, Reply.json(body));
            Map<String, String> environment = Map.of("SEKISHOCTL_URL", stub.url(), "SEKISHOCTL_PASSWORD", "x");
            String[] arguments = new String[3 + more.length];
            arguments[0] = "account";
            arguments[1] = "why";
            arguments[2] = "alice@example.org";
            System.arraycopy(more, 0, arguments, 3, more.length);
            Run run = Run.of(environment, home, "", arguments);
            assertThat(stub.requests("GET")).hasSize(1);
            String query = more.length == 0 ? "" : "?client=" + more[1];
            assertThat(stub.requests("GET").get(0).line())
                    .endsWith("/accounts/alice%40example.org/login-diagnosis" + query);
            return run;
        }
    }

    private static String diagnosis(String canLogIn, String summary, String causes) {
        return "{\"account\":\"alice@example.org\",\"canLogIn\":\"" + canLogIn + "\",\"summary\":\"" + summary + "\","
                + LAST + ",\"causes\":[" + causes + "],\"omitted\":2}";
    }

    private static String cause(String kind, String text, String more) {
        return "{\"kind\":\"" + kind + "\",\"text\":\"" + text + "\",\"total\":false" + more + "}";
    }

    @Test
    void theDecisiveCauseAndTheCommandAgainstItComeFirst() throws IOException {
        Run run = why(
                diagnosis(
                        "partly",
                        "Cannot log in from 192.0.2.10",
                        cause("blocked", "Cannot log in from 192.0.2.10", ",\"block\":\"0f3a5c7e9b1d2f40\"") + ","
                                + cause("wrong-password", "Wrong \\u001b password", "")),
                "--client",
                "192.0.2.10");
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out().lines())
                .containsExactly(
                        "alice@example.org: Cannot log in from 192.0.2.10",
                        "    sekishoctl block lift 0f3a5c7e9b1d2f40",
                        "Last login from 192.0.2.7 by IMAP at 01:20 UTC.",
                        "- Wrong \\u001b password",
                        "and 2 more (-o json)");
    }

    @Test
    void aStateNamesTheCommandThatEndsIt() throws IOException {
        Run run = why(diagnosis("no", "Suspended", cause("suspended", "Suspended", "")));
        assertThat(run.out()).contains("    sekishoctl account activate alice@example.org");
    }

    @Test
    void anAccountThatCanLogInIsASuccess() throws IOException {
        Run run = why(diagnosis("yes", "Can log in.", cause("wrong-password", "Wrong password", "")));
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out().lines())
                .containsExactly("alice@example.org: Can log in.", "- Wrong password", "and 2 more (-o json)");
    }

    @Test
    void manyCausesFitOneScreen() throws IOException {
        String causes = IntStream.range(0, 20)
                .mapToObj(i -> cause("blocked", "Cause " + i, ",\"block\":\"0f3a5c7e9b1d2f40\""))
                .collect(Collectors.joining(","));
        Run run = why(diagnosis("partly", "Cause 0", causes));
        assertThat(run.out().lines().count()).isLessThan(24);
        assertThat(run.out()).contains("and 14 more");
    }
}
