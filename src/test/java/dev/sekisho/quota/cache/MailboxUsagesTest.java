// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.MessageConfigs;
import dev.sekisho.quota.client.CountedHosts;
import dev.sekisho.quota.client.DoveadmClient;
import dev.sekisho.quota.client.MailboxUsage;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.UsageConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usages from a doveadm with recorded answers of Dovecot, read apart from the requests of mail. */
class MailboxUsagesTest {
    /** Of 100 MiB 99 are used: less than the 10 MiB of nearly full. */
    private static final String NEARLY_FULL = """
            [["doveadmResponse",[{"root":"User quota","type":"STORAGE","value":"101376","limit":"102400","percent":"99"},\
            {"root":"User quota","type":"MESSAGE","value":"7","limit":"-","percent":"0"}],"usage"]]""";

    private static final String UNKNOWN = """
            [["error",{"type":"exitCode", "exitCode":67},"usage"]]""";

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    private final CountedHosts metrics = new CountedHosts();
    private final VerdictCache room =
            new VerdictCache(caches, new CacheFailures(clock), MessageConfigs.defaults(), clock);

    /** Work that waits for its thread. */
    private final Deque<Runnable> pending = new ArrayDeque<>();

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private String answer = NEARLY_FULL;
    private int status = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/doveadm/v1", exchange -> {
            requests.add(exchange.getRequestHeaders().getFirst("Authorization")
                    + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        caches.close();
    }

    @Test
    void aRequestStartsAReadOfTheUsageOnAnotherThread() {
        MailboxUsages usages = usages("secretkey");
        usages.refresh(host(), "ivan@example.net");
        assertThat(usages.last("ivan@example.net"))
                .as("the request does not wait")
                .isEmpty();
        assertThat(room.isNearlyFull("ivan@example.net")).isFalse();
        runPending();
        assertThat(requests)
                .containsExactly(
                        "X-Dovecot-API c2VjcmV0a2V5 [[\"quotaGet\",{\"user\":\"ivan@example.net\"},\"usage\"]]");
        assertThat(usages.last("ivan@example.net"))
                .contains(new MailboxUsage(
                        101376 * 1024L, 102400 * 1024L, 7, MailboxUsage.UNLIMITED, "doveadm mx1", clock.millis()));
        assertThat(room.isNearlyFull("ivan@example.net")).isTrue();
    }

    @Test
    void aCertainlyFullMailboxIsRefusedAndAnUncertainOneIsRequested() {
        MailboxUsages usages = usages("secretkey");
        usages.read(host(), "ivan@example.net");
        long free = 1024 * 1024L;
        assertThat(room.verdict("ivan@example.net", free + 1023))
                .as("KiB are rounded")
                .isEmpty();
        assertThat(room.verdict("ivan@example.net", free + 1024)).isPresent();
        assertThat(room.verdict("ivan@example.net", free - 1023)).contains(new QuotaResult.Room());
    }

    @Test
    void aMailboxThatWasEmptiedIsNotNearlyFull() {
        MailboxUsages usages = usages("secretkey");
        usages.read(host(), "ivan@example.net");
        clock.advance(Duration.ofSeconds(10));
        answer = NEARLY_FULL.replace("101376", "0");
        usages.read(host(), "ivan@example.net");
        assertThat(room.isNearlyFull("ivan@example.net")).isFalse();
    }

    @Test
    void aYoungUsageIsNotReadAgain() {
        MailboxUsages usages = usages("secretkey");
        usages.read(host(), "ivan@example.net");
        clock.advance(Duration.ofSeconds(59));
        usages.refresh(host(), "ivan@example.net");
        assertThat(pending).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        usages.refresh(host(), "ivan@example.net");
        assertThat(pending).hasSize(1);
    }

    @Test
    void aHostGetsTwoRequestsAtOnceAndTheOthersAreDropped() {
        MailboxUsages usages = usages("secretkey");
        for (int i = 0; i < 50; i++) {
            usages.refresh(host(), "u" + i + "@example.net");
        }
        assertThat(pending).hasSize(2);
        runPending();
        usages.refresh(host(), "u9@example.net");
        assertThat(pending).as("there is room again").hasSize(1);
    }

    @Test
    void aHostThatRefusesIsLeftAloneForAWhile() {
        status = 401;
        MailboxUsages usages = usages("wrong");
        assertThat(usages.read(host(), "ivan@example.net")).isEmpty();
        usages.refresh(host(), "ivan@example.net");
        assertThat(pending).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        status = 200;
        usages.refresh(host(), "ivan@example.net");
        runPending();
        assertThat(usages.last("ivan@example.net")).isPresent();
        assertThat(metrics.results()).containsEntry("usage-unavailable", 1).containsEntry("usage", 1);
    }

    @Test
    void anUnavailableDoveadmIsLoggedOnceAndItsReturnToo() {
        MailboxUsages usages = usages("secretkey");
        try (OperatorLog log = new OperatorLog("dev.sekisho.quota")) {
            assertThat(usages.read(host(), "ivan@example.net")).isPresent();
            assertThat(log.lines()).isEmpty();
            for (int i = 0; i < 2; i++) {
                status = 401;
                usages.read(host(), "ivan@example.net");
                assertThat(log.lines()).hasSize(2 * i + 1);
                usages.read(host(), "ivan@example.net");
                status = 200;
                assertThat(usages.read(host(), "ivan@example.net")).isPresent();
                usages.read(host(), "ivan@example.net");
                assertThat(log.lines()).hasSize(2 * i + 2);
            }
        }
    }

    @Test
    void aHostThatIsSilentCostsTheTimeLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            QuotaHost host = host("http://127.0.0.1:" + silent.getLocalPort());
            assertThat(usages("secretkey", Duration.ofMillis(200)).read(host, "ivan@example.net"))
                    .isEmpty();
        }
        assertThat(metrics.results()).containsEntry("usage-unavailable", 1);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        answer = "x".repeat(20_000);
        assertThat(usages("secretkey").read(host(), "ivan@example.net")).isEmpty();
        assertThat(metrics.results()).containsEntry("usage-unavailable", 1);
    }

    @Test
    void anUnknownMailboxHasNoUsage() {
        answer = UNKNOWN;
        assertThat(usages("secretkey").read(host(), "unknown@example.net")).isEmpty();
        assertThat(metrics.results()).containsEntry("usage-none", 1);
    }

    @Test
    void withoutAKeyNoHostIsQueried() {
        MailboxUsages usages = usages("");
        usages.refresh(host(), "ivan@example.net");
        assertThat(usages.read(host(), "ivan@example.net")).isEmpty();
        assertThat(pending).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void theLastUsageIsShownWithItsAgeWhenTheHostIsAway() {
        MailboxUsages usages = usages("secretkey");
        MailboxRooms rooms = new MailboxRooms(
                recipient -> Optional.of(new MailboxRoute.Mailbox("ivan@example.net", host())), usages, room, clock);
        assertThat(rooms.find("ivan+x@example.net").orElseThrow().age()).isZero();
        assertThat(rooms.find("ivan+x@example.net").orElseThrow().usage()).isNotNull();
        assertThat(requests).as("what is young is not read again").hasSize(1);
        clock.advance(Duration.ofHours(1));
        assertThat(rooms.find("ivan+x@example.net").orElseThrow().age()).isZero();
        assertThat(requests).hasSize(2);
        server.stop(0);
        clock.advance(Duration.ofMinutes(2));
        MailboxRooms.MailboxRoom found = rooms.find("ivan+x@example.net").orElseThrow();
        assertThat(found.address()).isEqualTo("ivan@example.net");
        assertThat(found.age()).isEqualTo(Duration.ofMinutes(2));
        assertThat(found.nearlyFull()).isTrue();
        assertThat(found.usage()).isNotNull();
    }

    @Test
    void aUsageIsShownForFiveSecondsWithoutANewRequest() {
        MailboxUsages usages = usages("secretkey");
        MailboxRooms rooms = new MailboxRooms(
                recipient -> Optional.of(new MailboxRoute.Mailbox("ivan@example.net", host())), usages, room, clock);
        rooms.find("ivan@example.net");
        clock.advance(Duration.ofSeconds(5));
        assertThat(rooms.find("ivan@example.net").orElseThrow().age()).isEqualTo(Duration.ofSeconds(5));
        assertThat(requests).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(rooms.find("ivan@example.net").orElseThrow().age()).isZero();
        assertThat(requests).hasSize(2);
    }

    @Test
    void aMailboxWithAQuoteInItsNameDoesNotLeaveItsString() {
        assertThat(new String(DoveadmClient.request("a\"b\\c@example.net"), StandardCharsets.UTF_8))
                .isEqualTo("[[\"quotaGet\",{\"user\":\"a\\u0022b\\u005cc@example.net\"},\"usage\"]]");
    }

    private MailboxUsages usages(String key) {
        // Far longer than any step takes: only a failure waits for it.
        return usages(key, Duration.ofSeconds(10));
    }

    private MailboxUsages usages(String key, Duration timeout) {
        UsageConfig config = new UsageConfig(key, timeout, Duration.ofSeconds(60));
        return new MailboxUsages(
                caches,
                new CacheFailures(clock),
                room,
                new DoveadmClient(config, clock),
                config,
                metrics,
                pending::add,
                clock);
    }

    private void runPending() {
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
    }

    private QuotaHost host() {
        return host("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static QuotaHost host(String doveadm) {
        return new QuotaHost("mx1", List.of("192.0.2.1"), 12340, MailHostState.UP, doveadm);
    }
}
