// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.ctl.ApiStub.Reply;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.SecretTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid answers, and connections on which no secret may go, for every command that queries the API. */
@Tag("slow")
class AnswersTest {
    private static final String OF_ANY = "/api/v1/";

    @TempDir
    private Path home;

    /** Every command that queries the API, with its first request. */
    private static List<List<String>> commands(Path home) throws IOException {
        Path csv = Files.writeString(home.resolve("a.csv"), "address\na@example.org\n");
        Path users = Files.writeString(home.resolve("users"), "a@example.org:{SHA}x\n");
        Path virtual = Files.writeString(home.resolve("virtual"), "a@example.org b@example.org\n");
        Path limits = Files.writeString(home.resolve("limits"), "limits: [[1, 60]]\n");
        return List.of(
                List.of("GET accounts/a@example.org", "account", "show", "a@example.org"),
                List.of("PUT accounts/a@example.org/state", "account", "send-block", "a@example.org"),
                List.of("PUT accounts/a@example.org/state", "account", "suspend", "a@example.org"),
                List.of("PUT accounts/a@example.org/state", "account", "activate", "a@example.org"),
                List.of("GET limits/accounts/a@example.org", "limit", "get", "a@example.org"),
                List.of("PUT limits/domains/example.org", "limit", "set", "example.org", "1/1h"),
                List.of(
                        "PUT accounts/a@example.org/limits/temporary",
                        "limit",
                        "set",
                        "a@example.org",
                        "1/1h",
                        "--until",
                        "2h",
                        "--reason",
                        "r"),
                List.of("GET accounts/a@example.org/counters", "counter", "show", "a@example.org"),
                List.of("GET counters", "counter", "top"),
                List.of("GET senders", "sender", "top"),
                List.of("GET limits/shared", "limit", "shared"),
                List.of("GET status/attention", "attention"),
                List.of("GET blocks", "block", "list"),
                List.of("GET blocks/x", "block", "show", "x"),
                List.of("DELETE blocks/x", "block", "lift", "x"),
                List.of("GET decisions", "decision", "list"),
                List.of("GET decisions/x", "explain", "x"),
                List.of("POST accounts/import", "import", csv.toString()),
                List.of("GET domains", "import", "--from", "passwd-file", "--mail-host", "m", users.toString()),
                List.of("GET domains", "import", "--from", "virtual", virtual.toString()),
                List.of("GET domains", "import", "--from", "policyd-rate-limit", limits.toString()));
    }

    private static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of("empty", Reply.json("")),
                Arguments.of("blank", Reply.json("  \n")),
                Arguments.of("page", Reply.of(200, "text/html", "<html>Welcome</html>")),
                Arguments.of("number", Reply.json("7")),
                Arguments.of("half", Reply.json("{\"address\":\"a@ex")),
                Arguments.of(
                        "truncated",
                        Reply.json("{\"address\":\"a@example.org\"}").truncated()),
                Arguments.of("502 page", Reply.of(502, "text/html", "<html>Bad Gateway</html>")),
                Arguments.of("503 empty", Reply.of(503, "text/plain", "")),
                Arguments.of("400 page", Reply.of(400, "text/html", "<html>plain HTTP sent to HTTPS port</html>")),
                Arguments.of("404 page", Reply.of(404, "text/html", "<html>Not Found</html>")),
                Arguments.of("302", Reply.of(302, "text/html", "")),
                Arguments.of("500 of another", Reply.json(500, "{\"error\":[1]}")),
                Arguments.of("400 of another", Reply.json(400, "{\"detail\":{\"a\":1}}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void anInvalidAnswerIsAnErrorOfEveryCommand(String name, Reply reply) throws IOException {
        for (List<String> each : commands(home)) {
            try (ApiStub sekisho = new ApiStub()) {
                sekisho.on(each.get(0).replace(" ", " " + OF_ANY), reply);
                Run run = Run.of(
                        Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"),
                        home,
                        "",
                        each.subList(1, each.size()).toArray(String[]::new));
                assertThat(run.exit()).as(each + run.out() + run.err()).isIn(Exit.CRITICAL, Exit.UNKNOWN);
                assertThat(run.err())
                        .as(each.toString())
                        .startsWith("sekishoctl: ")
                        .doesNotContain("\tat ");
                assertThat(run.err().lines()).as(each + run.err()).hasSize(1);
                assertThat(run.out()).isEmpty();
                assertThat(sekisho.requests(each.get(0).split(" ", 2)[0])).isNotEmpty();
            }
        }
    }

    @Test
    void listsOfAnotherShapeAreAnError() throws IOException {
        for (String body : List.of("{}", "{\"entries\":7}", "{\"entries\":[7]}", "{\"entries\":[{}]}")) {
            try (ApiStub sekisho = new ApiStub()) {
                sekisho.on("GET /api/v1/domains", Reply.json(body));
                Path virtual = Files.writeString(home.resolve("virtual"), "a@example.org b@example.org\n");
                Run run = Run.of(
                        Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"),
                        home,
                        "",
                        "import",
                        "--from",
                        "virtual",
                        virtual.toString());
                assertThat(run.exit()).as(body + run.err()).isEqualTo(Exit.CRITICAL);
                assertThat(run.err()).contains("is this Sekisho?");
            }
        }
    }

    @Test
    void aResetNeedsNoAnswer() throws IOException {
        try (ApiStub sekisho = new ApiStub()) {
            sekisho.on("DELETE /api/v1/accounts/a@example.org/counters", new Reply(204, "text/plain", "", 0));
            Run run = Run.of(
                    Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"),
                    home,
                    "",
                    "counter",
                    "reset",
                    "a@example.org");
            assertThat(run).isEqualTo(new Run(Exit.OK, "", ""));
        }
    }

    @Test
    void statusRejectsTheAnswerOfAnotherServer() throws IOException {
        for (Reply each : List.of(
                Reply.json("{\"status\":\"UP\",\"checks\":[]}"),
                Reply.json("{\"status\":\"UP\",\"checks\":[{\"name\":\"other\",\"data\":{}}]}"),
                Reply.json("{\"status\":\"UP\",\"checks\":7}"),
                Reply.json(""),
                Reply.of(200, "text/html", "<html>"))) {
            try (ApiStub sekisho = new ApiStub()) {
                sekisho.on("GET /health/ready", each);
                Run run = Run.of(Map.of("SEKISHOCTL_URL", sekisho.url()), home, "", "status");
                assertThat(run.exit()).as(each + run.out()).isIn(Exit.CRITICAL, Exit.UNKNOWN);
                assertThat(run.out()).startsWith("SEKISHO ");
            }
        }
        try (ApiStub sekisho = new ApiStub()) {
            sekisho.on(
                    "GET /health/ready",
                    Reply.json(
                            "{\"status\":\"UP\",\"checks\":[{\"name\":\"sekisho\",\"status\":\"UP\",\"data\":{\"version\":\"1\"}}]}"));
            Run run = Run.of(Map.of("SEKISHOCTL_URL", sekisho.url()), home, "", "status");
            assertThat(run.exit()).isEqualTo(Exit.NO);
            assertThat(run.out()).contains("no metrics (HTTP 404)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'action=DUNNO\n\n' | 0",
                "'action=DUNNO\n' | 2",
                "'action=DUN' | 2",
                "'' | 2",
                "'\n\n' | 2",
                "'HTTP/1.1 400 Bad Request\n\n' | 2",
            })
    void aPolicyAnswerHasItsEnd(String answer, int exit) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> {
                try (Socket socket = server.accept();
                        OutputStream out = socket.getOutputStream()) {
                    socket.getInputStream().read(new byte[1]);
                    out.write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has gone; its output is checked below.
                }
            });
            peer.start();
            Run run = Run.of(Map.of(), home, "", "policy", "test", "--service", "127.0.0.1:" + server.getLocalPort());
            assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
            peer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sekisho.example.net:9080",
                "http://127.evil.example:9080",
                "http://127.0.0.1.evil.example:9080",
                "http://localhost.evil.example",
                "http://[2001:db8::1]:9080",
                "http://[::ffff:192.0.2.1]:9080",
                "http://192.0.2.1",
            })
    void noCommandSendsASecretInTheClear(String url) throws IOException {
        List<List<String>> all = new ArrayList<>(commands(home));
        all.add(List.of("", "auth", "test", "bob@example.org", "--password-stdin"));
        all.add(List.of("", "counter", "reset", "a@example.org"));
        for (List<String> each : all) {
            Run run = Run.of(
                    Map.of("SEKISHOCTL_URL", url, "SEKISHOCTL_PASSWORD", "geheim", "SEKISHOCTL_AUTH_KEY", "geheim"),
                    home,
                    "geheim\n",
                    each.subList(1, each.size()).toArray(String[]::new));
            assertThat(run.exit()).as(each.toString()).isEqualTo(Exit.UNKNOWN);
            assertThat(run.err())
                    .as(each.toString())
                    .contains("unencrypted", "--insecure-http")
                    .doesNotContain("geheim");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "127.0.0.1",
                "127.255.0.9",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]"
            })
    void thisMachineIsALiteralAddressOrLocalhost(String host) {
        assertThat(SecretTransport.isLoopback(host)).isTrue();
        SecretTransport.check(URI.create("http://" + host + ":9080/"), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:mail",
                "jdbc:postgresql://127.0.0.1:5432/mail?user=a",
                "jdbc:postgresql://[::1]/mail",
                "jdbc:postgresql://db.example.net/mail?sslmode=verify-full&user=a",
                "jdbc:mariadb://db.example.net/mail?sslMode=verify-full",
            })
    void aDatabaseIsReadOverASafeConnection(String url) {
        Properties properties = new Properties();
        SecretTransport.checkDatabase(url, properties, false);
        assertThat(properties).isEmpty();
    }

    @Test
    void aRemotePostgresqlConnectionIsEncrypted() {
        for (String each : List.of("db.example.net", "127.0.0.1,db.example.net:5433", "127.evil.example:5432")) {
            Properties properties = new Properties();
            SecretTransport.checkDatabase("jdbc:postgresql://" + each + "/mail?user=a", properties, false);
            assertThat(properties).as(each).containsEntry("sslmode", "require");
            Properties insecure = new Properties();
            SecretTransport.checkDatabase("jdbc:postgresql://" + each + "/mail", insecure, true);
            assertThat(insecure).isEmpty();
        }
        for (String each : List.of(
                "jdbc:postgresql://db.example.net/mail?sslmode=disable",
                "jdbc:postgresql://db.example.net/mail?user=a&sslmode=prefer",
                "jdbc:mariadb://db.example.net/mail",
                "jdbc:mysql://db.example.net/mail?useSSL=false")) {
            assertThatThrownBy(() -> SecretTransport.checkDatabase(each, new Properties(), false))
                    .as(each)
                    .isInstanceOf(CtlException.class)
                    .hasMessageContaining("unencrypted to db.example.net");
        }
    }

    @Test
    void anUrlHasNoUser() {
        Run run = Run.of(
                Map.of("SEKISHOCTL_PASSWORD", "p"),
                home,
                "",
                "--url",
                "https://admin:geheim@sekisho.example.net",
                "account",
                "show",
                "a@example.org");
        assertThat(run.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(run.err()).contains("--user").doesNotContain("geheim");
    }

    @Test
    void filesOfOtherMachinesAreReadAsTheyAre() throws IOException {
        try (ApiStub sekisho = new ApiStub()) {
            sekisho.on(
                    "POST /api/v1/accounts/import",
                    Reply.json(
                            "{\"applied\":true,\"rows\":1,\"created\":1,\"changed\":0,\"unchanged\":0,\"rejected\":0,\"errors\":[]}"));
            Path csv = home.resolve("a.csv");
            Files.write(
                    csv, "address;statusReason\r\na@example.org;gekündigt\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Run run = Run.of(
                    Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"),
                    home,
                    "",
                    "import",
                    csv.toString());
            assertThat(run.exit()).as(run.err()).isEqualTo(Exit.OK);
            assertThat(run.err()).contains("was read as Latin-1");
            Files.writeString(csv, "\ufeffaddress;statusReason\r\na@example.org;gekündigt\r\n");
            assertThat(Run.of(
                                    Map.of("SEKISHOCTL_URL", sekisho.url(), "SEKISHOCTL_PASSWORD", "p"),
                                    home,
                                    "",
                                    "import",
                                    csv.toString())
                            .err())
                    .isEmpty();
            assertThat(sekisho.requests("POST"))
                    .extracting(ApiStub.Request::body)
                    .containsOnly("address;statusReason\na@example.org;gekündigt\n");
        }
        Path settings = home.resolve("server.env");
        Files.write(settings, "\ufeffSEKISHO_HTTP_PORT=9081\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(Run.of(Map.of(), home, "", "config", "check", settings.toString())
                        .out())
                .startsWith("OK, 1 settings");
        Path main = home.resolve("main.cf");
        Files.write(main, "# Grüße\r\nmyhostname = mail.example.net\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Run.of(Map.of(), home, "", "doctor", "--postfix-main", main.toString())
                        .exit())
                .isEqualTo(Exit.OK);
    }
}
