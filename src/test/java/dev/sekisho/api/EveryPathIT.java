// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * No path of the server distinguishes a right password of staff from a wrong one or sets a cookie for it, except the
 * API, which sets no cookie, and the console's form. This holds for every web module, by HTTP and HTTPS, by a header or
 * by the form that Liberty has everywhere.
 */
class EveryPathIT extends SekishoUnderTest {
    private static final int HTTPS = 19443;

    /** HTTP, HTTPS, and the loopback port of Liberty's own features. */
    private static final int[] PORTS = {19080, HTTPS, 19081};

    private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};

    /** Of Sekisho, and of Liberty's own features: those that sekisho.xml and this test's server.xml switch on. */
    private static final List<String> PATHS = List.of(
            "/",
            "/nothing",
            "/auth/nginx",
            "/auth/policy",
            "/auth/nothing",
            "/auth/warm-up",
            "/auth/warm-up/token",
            "/console",
            "/console/",
            "/console/login.xhtml",
            "/console/index.xhtml",
            "/console/nothing.xhtml",
            "/jakarta.faces.resource/console.css.xhtml?ln=sekisho",
            "/resources/sekisho/sekisho.svg",
            "/WEB-INF/web.xml",
            "/metrics",
            "/metrics?scope=base",
            "/metrics/nothing",
            "/health",
            "/health/live",
            "/health/ready",
            "/health/started",
            "/openapi",
            "/openapi/ui",
            "/openapi/ui/",
            "/openapi/nothing",
            "/ibm/api",
            "/ibm/api/config",
            "/ibm/api/validation",
            "/ibm/api/nothing",
            "/adminCenter",
            "/jwt");

    /** Each web module has a form of its own. */
    private static final List<String> MODULES =
            List.of("", "/auth", "/console", "/metrics", "/health", "/openapi", "/openapi/ui", "/ibm/api", "/nothing");

    private static String basic(String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    /** The head of the answer, without the parts that differ each time. */
    private static String request(int port, String method, String path, String headers, String body)
            throws IOException, GeneralSecurityException {
        try (Socket socket = port == HTTPS
                ? trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)
                : new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            String length = body.isEmpty()
                    ? ""
                    : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n";
            out.write((method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nOrigin: https://evil.example\r\nConnection: close\r\n" + headers + length + "\r\n"
                            + body)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = answer.indexOf("\r\n\r\n");
            return (end < 0 ? answer : answer.substring(0, end))
                    .replaceAll("(?m)^(Date|Expires|Last-Modified|ETag|Content-Length):.*$", "")
                    .replaceAll("nonce-[A-Za-z0-9_+/=%-]+", "nonce");
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {all}, null);
        return context;
    }

    private static void expectSameAnswer(SoftAssertions softly, String what, String right, String wrong) {
        softly.assertThat(right.lines().sorted().toList())
                .as(what)
                .isEqualTo(wrong.lines().sorted().toList());
        softly.assertThat(right.toLowerCase(Locale.ROOT))
                .as(what)
                .doesNotContain("set-cookie", "access-control-", "$wsep")
                .startsWith("http/1.1 ");
    }

    @Test
    void aPasswordInAHeaderMakesNoDifference() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (int port : PORTS) {
            for (String path : PATHS) {
                for (String method : METHODS) {
                    // The first request to a servlet of Liberty creates a session, with a password or without.
                    request(port, method, path, "", "");
                    String right = request(port, method, path, basic("it-admin-password"), "");
                    String wrong = request(port, method, path, basic("guess-of-every-path"), "");
                    expectSameAnswer(softly, method + " " + path + ", port " + port, right, wrong);
                }
            }
        }
        softly.assertAll();
        expectLogged("/metrics");
    }

    @Test
    void thePasswordFormOfTheContainerIsNowhere() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (int port : PORTS) {
            for (String module : MODULES) {
                String path = module + "/j_security_check";
                String back = "Cookie: WASReqURL=http://127.0.0.1/\r\n";
                String right = request(port, "POST", path, back, "j_username=admin&j_password=it-admin-password");
                String wrong = request(port, "POST", path, back, "j_username=admin&j_password=guess-of-every-path");
                expectSameAnswer(softly, path + ", port " + port, right, wrong);
                softly.assertThat(right).as(path).containsPattern("^HTTP/1.1 40[134]");
            }
        }
        softly.assertAll();
        expectLogged("/health/j_security_check");
        assertThat(log()).doesNotContain("guess-of-every-path");
    }

    @Test
    void theApiTakesARightPasswordAndGivesNoCookieForIt() throws Exception {
        for (int port : new int[] {PORTS[0], HTTPS}) {
            for (String path : List.of("/api/v1/domains", "/api/v1/nowhere", "/api/v1/status")) {
                String answer = request(port, "GET", path, basic("it-admin-password"), "");
                assertThat(answer)
                        .as(path)
                        .containsPattern("^HTTP/1.1 (200|404)")
                        .doesNotContain("Set-Cookie");
                assertThat(request(port, "GET", path, basic("guess-of-every-path"), ""))
                        .startsWith("HTTP/1.1 401")
                        .doesNotContain("Set-Cookie");
            }
        }
    }

    @Test
    void theConsoleDoesNotRedirectToTheHostHeader() throws Exception {
        for (String path : List.of("/console/", "/console", "/console/accounts.xhtml")) {
            assertThat(request(PORTS[0], "GET", path, "", ""))
                    .as(path)
                    .startsWith("HTTP/1.1 302")
                    .containsPattern("(?m)^Location: /console/");
        }
    }

    @Test
    void theConsolesFormSetsCookiesOnlyForAUserWithARole() throws Exception {
        String nonce = Base64.getEncoder()
                .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
                .replace("=", "%3D");
        String form = "primefaces.nonce=" + nonce
                + "&login_SUBMIT=1&login=login&login%3Asubmit=&jakarta.faces.ViewState=stateless&login%3Auser=USER&login%3Apassword=PASSWORD";
        String path = "/console/login.xhtml";
        String anonymous = request(
                PORTS[0], "POST", path, "", form.replace("USER", "outsider").replace("PASSWORD", "it-admin-password"));
        String wrong = request(
                PORTS[0],
                "POST",
                path,
                "",
                form.replace("USER", "outsider").replace("PASSWORD", "guess-of-every-path"));
        assertThat(request(PORTS[0], "POST", path, "", form.replace("primefaces.nonce", "x")))
                .startsWith("HTTP/1.1 400");
        assertThat(anonymous).startsWith("HTTP/1.1 200").doesNotContain("Set-Cookie");
        assertThat(anonymous.lines().sorted().toList())
                .isEqualTo(wrong.lines().sorted().toList());
        assertThat(request(
                        PORTS[0],
                        "POST",
                        path,
                        "Sec-Fetch-Site: cross-site\r\n",
                        form.replace("USER", "viewer").replace("PASSWORD", "it-admin-password")))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("Set-Cookie");
        String right = request(
                PORTS[0], "POST", path, "", form.replace("USER", "viewer").replace("PASSWORD", "it-admin-password"));
        assertThat(right).startsWith("HTTP/1.1 302").containsPattern("(?m)^Location: /console/[a-z]+\\.xhtml");
        List<String> cookies = new ArrayList<>();
        right.lines().filter(each -> each.startsWith("Set-Cookie:")).forEach(cookies::add);
        assertThat(cookies)
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    }

    /** Guesses until one is logged: at most ten a second are, and a test of all paths makes many more. */
    private static void expectLogged(String path) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    // Some paths are Liberty's, on the inner port alone; ten lines a second are logged.
                    for (int port : PORTS) {
                        request(
                                port,
                                "POST",
                                path,
                                basic("guess-of-every-path"),
                                "j_username=admin&j_password=guess-of-every-path");
                    }
                    assertThat(log())
                            .contains("SKS0740W Rejected the password of \"admin\" at \"" + path + "\" from 127.0.0.1");
                });
    }

    private static String log() throws IOException {
        return Files.readString(
                Path.of("target/liberty/wlp/usr/servers/sekisho-it/logs/messages.log"), StandardCharsets.ISO_8859_1);
    }
}
