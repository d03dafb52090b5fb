// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the refusal that Postfix gets to its explanation by the API, and the live tail. */
class DecisionJournalIT extends SekishoUnderTest {
    private static final String ALICE = "alice@journal.example";
    private static final Pattern REFERENCE = Pattern.compile("\\(ref ([2-9a-z]{8})\\)");
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("admin:it-admin-password".getBytes(StandardCharsets.UTF_8));

    @BeforeEach
    void aliceMayNotSend() throws Exception {
        api("PUT", "/mail-hosts/journal-a", "{\"address\": \"192.0.2.11\"}");
        api("PUT", "/domains/journal.example", "{}");
        api("PUT", "/accounts/" + ALICE, """
                {"mailHost": "journal-a", "secret": "{PLAIN}open sesame", "sendLimits": "1/1h"}""");
        await().atMost(Duration.ofSeconds(2))
                .until(() -> api("GET", "/accounts/" + ALICE + "/counters", "")
                        .body()
                        .contains("1/1h"));
    }

    @Test
    void theReferenceInTheRefusalIsExplained() throws Exception {
        String reference = refused("192.0.2.77", 5);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(api("GET", "/decisions/" + reference.toUpperCase(Locale.ROOT), "")
                                .statusCode())
                        .isEqualTo(200));
        assertThat(api("GET", "/decisions/" + reference, "").body())
                .contains("\"reference\":\"" + reference + '"')
                .contains("\"service\":\"sendlimit\"", "\"result\":\"defer\"", "\"account\":\"" + ALICE + '"')
                .contains("\"limit\":\"1/1h\"", "\"cost\":\"5\"", "\"of\":\"1\"")
                .contains("The account " + ALICE + " from 192.0.2.77, at END-OF-MESSAGE: a mail to 5 recipients");
    }

    @Test
    void decisionsAreSearchedAndPagedNewestFirst() throws Exception {
        String first = refused("198.51.100.1", 7);
        String second = refused("198.51.100.1", 8);
        String search = "/decisions?account=" + ALICE.toUpperCase(Locale.ROOT)
                + "&client=198.51.100.1&service=sendlimit&result=defer";
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api("GET", search, "").body().contains(second));
        String page = api("GET", search + "&limit=1", "").body();
        assertThat(page).contains(second).doesNotContain(first);
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(page);
        assertThat(next.find()).isTrue();
        assertThat(api("GET", search + "&limit=1&after=" + next.group(1), "").body())
                .contains(first)
                .doesNotContain(second);
        assertThat(api("GET", search + "&to=2026-01-01T00:00:00Z", "").body()).contains("\"entries\":[]");
    }

    @Test
    void wrongParametersAreNamedAndAnUnknownReferenceIsNotFound() throws Exception {
        HttpResponse<String> answer = api("GET", "/decisions?service=window&from=yesterday&after=x", "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"service\"", "\"field\":\"from\"", "\"field\":\"after\"");
        assertThat(api("GET", "/decisions/2222222c", "").statusCode()).isEqualTo(404);
        assertThat(api("GET", "/decisions/%27%20OR%201=1", "").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/decisions").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/decisions/tail").statusCode()).isEqualTo(401);
    }

    @Test
    void theTailShowsMatchingDecisionsAsTheyAreMade() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<InputStream> tail = watch("?client=203.0.113.9&result=defer");
        assertThat(tail.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        Thread reader = new Thread(() -> readLines(tail.body(), lines), "tail");
        reader.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> !lines.isEmpty());

        refused("203.0.113.8", 2);
        String reference = refused("203.0.113.9", 3);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> lines.stream().anyMatch(line -> line.startsWith("data:") && line.contains(reference)));
        assertThat(lines).noneMatch(line -> line.contains("203.0.113.8"));
        tail.body().close();
        reader.join(5_000);
    }

    @Test
    void thereIsRoomForAFewClientsOfTheTail() throws Exception {
        assertThat(api("GET", "/decisions/tail?service=window", "").statusCode())
                .isEqualTo(400);
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < DecisionTail.MAX_WATCHERS; i++) {
                open.add(watch("").body());
            }
            assertThat(watch("").statusCode()).isEqualTo(503);
        } finally {
            for (InputStream each : open) {
                each.close();
            }
        }
        // A closed connection is detected at the next event.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            refused("203.0.113.1", 2);
            HttpResponse<InputStream> again = watch("");
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    private static HttpResponse<InputStream> watch(String parameters) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(HTTP + "/api/v1/decisions/tail" + parameters))
                .header("Authorization", LOGIN)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void aSlowClientOfTheTailIsDisconnectedAndDelaysNoOther() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(1_024);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19080), 5_000);
            slow.getOutputStream()
                    .write(
                            ("GET /api/v1/decisions/tail?passes=true HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
                                            + LOGIN + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            String flood = request("192.0.2.5", 1).repeat(1_000);
            for (int i = 0; i < 30; i++) {
                assertThat(exchange(SENDLIMIT_PORT, flood.getBytes(StandardCharsets.US_ASCII)))
                        .startsWith("action=")
                        .endsWith("\n\n");
            }
            slow.setSoTimeout(10_000);
            assertThat(readToEnd(slow)).as("the connection ended").isTrue();
        }
    }

    private static boolean readToEnd(Socket socket) throws IOException {
        byte[] buffer = new byte[65_536];
        try {
            int read = 0;
            while (read >= 0) {
                read = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    private static void readLines(InputStream body, List<String> lines) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = body.read(); c >= 0; c = body.read()) {
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            lines.add("closed");
        }
    }

    /** Requests more than alice may send and returns the reference of the refusal. */
    private static String refused(String client, int recipients) throws IOException {
        String answer = policy(SENDLIMIT_PORT, request(client, Math.max(2, recipients)));
        Matcher reference = REFERENCE.matcher(answer);
        assertThat(reference.find()).as(answer).isTrue();
        return reference.group(1);
    }

    private static String request(String client, int recipients) {
        return "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nrecipient_count=" + recipients
                + "\ninstance=4b2.65\nqueue_id=4QZ1\nsize=1000\nclient_address=" + client + "\nsasl_username=" + ALICE
                + "\n\n";
    }
}
