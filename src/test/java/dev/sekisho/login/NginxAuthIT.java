// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The login service on real sockets, with the recorded requests of nginx: HTTP/1.0, a connection a request. */
class NginxAuthIT extends SekishoUnderTest {
    private static final int HTTP_PORT = 19080;

    /** What nginx reads of an answer's head, in bytes; a longer one is a failure to it. */
    private static final int NGINX_BYTES = 1024;

    private static final String WRONG = "[AUTHENTICATIONFAILED] Authentication failed.";

    @BeforeEach
    void directory() throws Exception {
        host("up");
        put("/domains/example.com", "{}");
        for (String name : new String[] {"carol", "carol%2Bwork", "carol+2026"}) {
            account(name, "open sesame", "");
        }
        account("erin", "100% sure %41 a+b=c&d;\\\"\\\\:", "");
        account("frank", "pässwörd-日本-€", "");
        account("grace", " outer and  inner ", "");
    }

    @Test
    void everyRecordedRequestGetsItsRecordedAnswer() throws Exception {
        int client = 0;
        for (RecordedLogin recorded : RecordedLogin.all().toList()) {
            Map<String, String> theirs = recorded.answer();
            String head = request(recorded.bytes(KEY, "10.0." + client++ + ".1"));
            Map<String, String> ours = RecordedLogin.headers(head);

            assertThat("OK".equals(ours.get("Auth-Status")))
                    .as("%s: %s", recorded, head)
                    .isEqualTo(recorded.isOk());
            if (recorded.name().equals("smtp-none")) {
                assertThat(ours).containsEntry("Auth-Server", "127.0.0.1").containsEntry("Auth-Port", "11025");
            } else {
                assertThat(ours.get("Auth-Server")).isEqualTo(recorded.isOk() ? "192.0.2.11" : null);
                assertThat(ours.get("Auth-Port")).as("%s", recorded).isEqualTo(theirs.get("Auth-Port"));
            }
            assertThat(lower(ours.get("Auth-User"))).as("%s", recorded).isEqualTo(lower(theirs.get("Auth-User")));
            assertThat(ours.get("Auth-Wait")).as("%s", recorded).isEqualTo(theirs.get("Auth-Wait"));
            assertThat(ours.get("Auth-Error-Code")).as("%s", recorded).isEqualTo(theirs.get("Auth-Error-Code"));
            assertThat(ours.get("Auth-Pass"))
                    .as("%s", recorded)
                    .isEqualTo(recorded.isFor(AuthProtocol.SMTP) ? null : theirs.get("Auth-Pass"));
        }
    }

    @Test
    void theHeadFitsNginxAndHasNoOtherHeaders() throws Exception {
        for (RecordedLogin recorded : RecordedLogin.all().toList()) {
            String answer = request(recorded.bytes(KEY));
            assertThat(answer).startsWith("HTTP/1.").endsWith("\r\n\r\n");
            assertThat(answer.length()).isLessThan(NGINX_BYTES);
            assertThat(RecordedLogin.headers(answer).keySet())
                    .as(answer)
                    .allMatch(name ->
                            name.matches("(?i)Auth-[A-Za-z-]+|Date|Content-Length|Content-Language|Connection"));
        }
    }

    @Test
    void withoutTheKeyNginxGetsNoHeaders() throws Exception {
        byte[] request = RecordedLogin.named("imap-login").bytes(KEY);
        String text = new String(request, StandardCharsets.ISO_8859_1);
        for (String key : new String[] {"", "X-Auth-Key: \r\n", "X-Auth-Key: " + KEY + "x\r\n", twice()}) {
            String answer =
                    request(text.replace("X-Auth-Key: " + KEY + "\r\n", key).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer).as(key).startsWith("HTTP/1.").contains(" 403 ").doesNotContain("Auth-");
        }
    }

    private static String twice() {
        return "X-Auth-Key: wrong\r\nX-Auth-Key: " + KEY + "\r\n";
    }

    @Test
    void anUnknownUserGetsTheAnswerOfAWrongPassword() throws Exception {
        String known = status(request("plain", "imap", "carol@example.com", "wrong"));
        String unknown = status(request("plain", "imap", "unknown@example.com", "wrong"));
        assertThat(known).isEqualTo(WRONG);
        assertThat(unknown).isEqualTo(WRONG);
    }

    @Test
    void aRejectedLoginIsFoundByItsAccountHoweverItWasTyped() throws Exception {
        assertThat(status(request("plain", "imap", "Find.Me@Example.COM", "wrong")))
                .isEqualTo(WRONG);
        await().untilAsserted(() -> assertThat(api("GET", "/decisions?account=find.me@example.com&service=login", "")
                        .body())
                .contains("\"account\":\"find.me@example.com\""));
    }

    /** The whole head but for the date, over several failures, each from a client of its own. */
    @Test
    void theWholeAnswerIsTheSameWhetherTheAccountExistsIsSuspendedIsBlockedOrIsNone() throws Exception {
        account("sued", "open sesame", ", \"status\": \"suspended\"");
        account("block", "open sesame", "");
        for (int i = 0; i < 11; i++) {
            status(request("plain", "imap", "block@example.com", "guess" + i, "10.77.250.1"));
        }
        int network = 0;
        for (String method : new String[] {"plain", "cram-md5", "apop"}) {
            for (String protocol : new String[] {"imap", "pop3", "smtp"}) {
                String[] expected = heads(method, protocol, "unknown@example.com", "10.78." + network++ + ".1");
                for (String user : new String[] {"carol", "sued", "unknown2"}) {
                    assertThat(heads(method, protocol, user + "@example.com", "10.78." + network++ + ".1"))
                            .as("%s %s %s", user, method, protocol)
                            .isEqualTo(expected);
                }
                assertThat(heads(method, protocol, "block@example.com", "10.77.250." + (10 + network)))
                        .as("blocked, %s %s", method, protocol)
                        .isEqualTo(expected);
            }
        }
    }

    private static String[] heads(String method, String protocol, String user, String client) throws IOException {
        String[] heads = new String[4];
        for (int i = 0; i < heads.length; i++) {
            String response = "0123456789abcdef0123456789abcde" + i / 2;
            heads[i] =
                    request(request(method, protocol, user, response, client)).replaceAll("(?i)Date:[^\r]*\r\n", "");
            assertThat(heads[i]).contains("Auth-Status: ").doesNotContain("Auth-Status: OK");
        }
        return heads;
    }

    @Test
    void anOfficeThatGivesNoDomainIsRefusedAndNotBlocked() throws Exception {
        for (int i = 0; i < 25; i++) {
            assertThat(status(request("plain", "imap", "name" + i, "right" + i, "10.79.1.1")))
                    .isEqualTo(WRONG);
        }
        assertThat(status(request("plain", "imap", "carol@example.com", "open%20sesame", "10.79.1.1")))
                .isEqualTo("OK");
    }

    @Test
    void aDotBehindTheDomainIsTheSameDomain() throws Exception {
        String head = request(request("plain", "imap", "Carol@Example.COM.", "open%20sesame", "10.79.2.1"));
        assertThat(RecordedLogin.headers(head))
                .containsEntry("Auth-Status", "OK")
                .containsEntry("Auth-User", "carol@example.com");
    }

    /** nginx copies MAIL and RCPT raw: a percent sign in them is the client's. */
    @Test
    void mailWithoutLoginIsRoutedByTheDomainOfTheRecipient() throws Exception {
        for (String command : new String[] {
            "RCPT TO:<info%sales@example.com>",
            "RCPT TO:<carol@example.com> ORCPT=rfc822;bounce%shop@partner.example",
            "RCPT TO:<joe%40partner.example@example.com>",
            "RCPT TO:<carol@example.com.>",
            "RCPT TO:carol@EXAMPLE.com"
        }) {
            assertThat(status(mail(command))).as(command).isEqualTo("OK");
        }
        assertThat(status(mail("RCPT TO:<joe@partner.example>"))).isNotEqualTo("OK");
    }

    private static byte[] mail(String command) {
        String request = new String(request("none", "smtp", "", ""), StandardCharsets.ISO_8859_1);
        return request.replace("Client-IP:", "Auth-SMTP-To: " + command + "\r\nClient-IP:")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aHostileLoginGetsTheAnswerOfAWrongPassword() throws Exception {
        for (String user :
                new String[] {"caf\u00e9@example.com", "a%00@example.com", "a%0D%0AAuth-Status:%20OK", "%", ""}) {
            assertThat(status(request("plain", "imap", user, "wrong"))).as(user).isEqualTo(WRONG);
        }
        assertThat(status(request("plain", "imap", "a".repeat(4000), "wrong"))).isEqualTo(WRONG);
        assertThat(status(request("plain", "imap", "carol@example.com", "x".repeat(4000))))
                .isEqualTo(WRONG);
    }

    @Test
    void aLoginThatCameTwiceIsNobodys() throws Exception {
        byte[] request = request("plain", "imap", "carol@example.com\r\nAuth-User: erin@example.com", "open%20sesame");
        assertThat(status(request)).isEqualTo(WRONG);
    }

    @Test
    void anUnsupportedMethodIsATemporaryFailureAndNotAWrongPassword() throws Exception {
        for (String method : new String[] {"external", "xoauth2", "PLAIN", ""}) {
            assertThat(status(request(method, "imap", "carol@example.com", "open%20sesame")))
                    .as(method)
                    .isEqualTo("Temporary authentication failure.");
        }
    }

    @Test
    void suspendingBitesAtTheNextLogin() throws Exception {
        byte[] request = request("plain", "imap", "carol@example.com", "open%20sesame");
        assertThat(status(request)).isEqualTo("OK");
        account("carol", "open sesame", ", \"status\": \"suspended\"");
        assertThat(status(request)).isEqualTo("[AUTHORIZATIONFAILED] This account is suspended.");
        assertThat(status(request("plain", "imap", "carol@example.com", "wrong")))
                .isEqualTo(WRONG);
    }

    @Test
    void aPermissionTakenAwayBitesAtTheNextLogin() throws Exception {
        byte[] request = request("plain", "pop3", "carol@example.com", "open%20sesame");
        assertThat(status(request)).isEqualTo("OK");
        account("carol", "open sesame", ", \"permissions\": {\"pop3\": false}");
        assertThat(status(request)).isEqualTo("[AUTH] This service is not permitted for the account.");
        assertThat(status(request("plain", "imap", "carol@example.com", "open%20sesame")))
                .isEqualTo("OK");
    }

    /** Without a mail host behind, which would require its own password of the account. */
    @Test
    void anAppPasswordIsForItsProtocolsAndEndsWhenItIsRevoked() throws Exception {
        String path = "/accounts/carol@example.com/app-passwords";
        String made = api("POST", path, "{\"name\": \"phone\", \"permissions\": {\"smtp\": false}}")
                .body();
        String password = made.replaceAll("(?s).*\"password\":\"([^\"]+)\".*", "$1");
        String id = made.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        byte[] request = request("plain", "imap", "carol@example.com", password);
        assertThat(status(request)).isEqualTo("OK");
        assertThat(status(request("plain", "smtp", "carol@example.com", password)))
                .isEqualTo("This service is not permitted for the account.");
        assertThat(api("GET", path, "").body()).contains("phone").doesNotContain(password);
        assertThat(api("DELETE", path + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(status(request)).isEqualTo(WRONG);
    }

    @Test
    void aMailHostThatIsDownIsATemporaryFailureAndNotAWrongPassword() throws Exception {
        host("down");
        assertThat(status(request("plain", "imap", "carol@example.com", "open%20sesame")))
                .isEqualTo("[UNAVAILABLE] Temporary authentication failure.");
        assertThat(status(request("plain", "imap", "carol@example.com", "wrong")))
                .isEqualTo(WRONG);
    }

    @Test
    void aClientWithAnUnknownAddressLogsIn() throws Exception {
        assertThat(status(request("plain", "imap", "carol@example.com", "open%20sesame", "unix:")))
                .isEqualTo("OK");
    }

    @Test
    void aWrongPathOrMethodGetsAShortAnswerWithNothingOfTheInside() throws Exception {
        for (String[] each : new String[][] {
            {"GET /auth/policy", "405"},
            {"POST /auth/nginx", "405"},
            {"GET /auth/x", "404"},
            {"GET /auth/", "404"},
            {"GET /nothing-at-all", "404"},
            {"GET /error", "404"}
        }) {
            String answer = request(each[0], "127.0.0.1");
            assertThat(answer).as(each[0]).startsWith("HTTP/1.1 " + each[1]).contains("\n" + each[1] + " ");
            assertThat(answer).as(each[0]).doesNotContain("RESTEASY", "Exception", "SRVE", "dev.sekisho", "\tat ");
        }
    }

    @Test
    void aHostThatIsNoneIsRefusedWithNothingOfTheInside() throws Exception {
        for (String host : new String[] {"evil<script>.example:99", "a b", "[zz]", "x:99999999", "\""}) {
            for (String path : new String[] {"/auth/nginx", "/api/v1/domains", "/console/login.xhtml", "/nothing"}) {
                String answer = request("GET " + path, host);
                assertThat(answer).as(host + path).startsWith("HTTP/1.1 400");
                assertThat(answer).as(host + path).doesNotContain("Exception", "script", "RESTEASY", "SRVE", "\tat ");
            }
        }
    }

    private static String request(String line, String host) throws IOException {
        return request((line + " HTTP/1.1\r\nHost: " + host + "\r\nX-Auth-Key: " + KEY
                        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String status(byte[] request) throws IOException {
        return RecordedLogin.headers(request(request)).getOrDefault("Auth-Status", "");
    }

    private static byte[] request(String method, String protocol, String user, String password) {
        return request(method, protocol, user, password, "192.0.2.7");
    }

    private static byte[] request(String method, String protocol, String user, String password, String client) {
        return """
                GET /auth/nginx HTTP/1.0
                Host: 127.0.0.1
                Auth-Method: %s
                Auth-User: %s
                Auth-Pass: %s
                Auth-Protocol: %s
                Auth-Login-Attempt: 1
                Auth-Salt: <1.2@mail.example>
                Client-IP: %s
                X-Auth-Key: %s

                """.formatted(method, user, password, protocol, client, KEY)
                .replaceAll("\r?\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The whole answer, up to where Sekisho closes; nginx does not close first. */
    private static String request(byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), HTTP_PORT), 5000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void host(String state) throws Exception {
        put("/mail-hosts/login-a", """
                {"address": "192.0.2.11", "imapPort": 10143, "pop3Port": 10110, "smtpPort": 10587, "state": "%s", "probe": false}""".formatted(state));
    }

    /** @param more further members, each with a comma in front */
    private static void account(String name, String password, String more) throws Exception {
        put("/accounts/" + URLEncoder.encode(name + "@example.com", StandardCharsets.UTF_8), """
                {"mailHost": "login-a", "password": "%s", "scheme": "PLAIN"%s}""".formatted(
                        password, more));
    }

    private static void put(String path, String json) throws Exception {
        var answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
