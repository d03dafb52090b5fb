// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ThrowawayPostgresql;
import dev.sekisho.quota.client.QuotaStatusPeer;
import dev.sekisho.sendlimit.counter.StoredCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Several nodes on one PostgreSQL: what each has of the others' changes; and under load one stopped, the database
 * unavailable, one killed, and all killed at once.
 *
 * <p>Two nodes, and one restart of each kind, so that a build stays short. {@code -Dcluster.nodes=3} takes three, and
 * with more than two each is restarted and all come back, which takes some ten minutes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final System.Logger LOG = System.getLogger(ClusterIT.class.getName());
    private static final int NODES = Integer.getInteger("cluster.nodes", 2);
    private static final boolean LONG = NODES > 2;
    private static final int SENDERS = 8;
    /**
     * So many that one sends some tens of messages a second: a counter remembers the last 32 messages, and one that is
     * requested again after that many others is counted again. With four accounts that happened once in 118,655
     * messages.
     */
    private static final List<String> ACCOUNTS = IntStream.range(0, 40)
            .mapToObj(each -> "sender" + each + "@cluster.example")
            .toList();

    private static final Pattern COUNT = Pattern.compile("\\d+(?=[,;]|$)");

    private static final List<SekishoNode> STARTED = new ArrayList<>();
    private static @Nullable ThrowawayPostgresql database;

    @BeforeAll
    static void start() throws Exception {
        boolean there = ThrowawayPostgresql.programs().isPresent() && PostfixLoad.isInstalled();
        if (!there && "true".equals(System.getenv("MAIL_TESTS_REQUIRED"))) {
            throw new IllegalStateException(
                    "no PostgreSQL, Postfix or HAProxy, or not root (MAIL_TESTS_REQUIRED=true)");
        }
        assumeThat(there)
                .as("PostgreSQL, Postfix and HAProxy are installed and this is root")
                .isTrue();
        database = ThrowawayPostgresql.start();
        for (int i = 1; i <= NODES; i++) {
            STARTED.add(
                    new SekishoNode(i, NODES, Map.of("DATABASE_URL", database().url(), "DATABASE_USER", "sekisho")));
        }
        // The first makes the schema; together they would wait for each other's lock.
        STARTED.get(0).start();
        STARTED.get(0).awaitReady();
        assertThat(STARTED.get(0).console())
                .as("an idle server has a thread for each request of the warm-up")
                .contains("SKS0007I")
                .doesNotContain("SKS0008W");
        for (SekishoNode each : STARTED.subList(1, NODES)) {
            each.start();
        }
        STARTED.forEach(SekishoNode::awaitReady);
        STARTED.forEach(ClusterIT::awaitWhole);
        SekishoNode first = STARTED.get(0);
        first.api("PUT", "/mail-hosts/cluster-a", """
                {"address": "192.0.2.11", "imapPort": 143, "pop3Port": 110, "smtpPort": 587, "state": "up", "probe": false}""");
        first.api("PUT", "/domains/cluster.example", "{\"sendLimits\": \"10000000/1d\"}");
        for (String account : ACCOUNTS) {
            first.api("PUT", "/accounts/" + account, """
                    {"mailHost": "cluster-a", "secret": "{PLAIN}open sesame"}""");
        }
        for (SekishoNode each : STARTED) {
            await().ignoreExceptions().until(() -> each.used(ACCOUNTS.get(ACCOUNTS.size() - 1)) == 0);
        }
    }

    @AfterAll
    static void end() throws Exception {
        for (SekishoNode each : STARTED) {
            each.end();
        }
        if (database != null) {
            database.remove();
        }
    }

    @Test
    @Order(1)
    void aMessageWhoseRequestsReachTwoNodesIsCountedOnce() throws Exception {
        long before = used(STARTED.get(0));
        for (SekishoNode each : STARTED) {
            try (var socket = each.connect()) {
                socket.getOutputStream().write(SekishoNode.endOfMessage(ACCOUNTS.get(0), "4b2.65", 3));
                assertThat(new String(socket.getInputStream().readNBytes(14), StandardCharsets.US_ASCII))
                        .isEqualTo("action=DUNNO\n\n");
            }
        }
        for (SekishoNode each : STARTED) {
            assertThat(used(each) - before).isEqualTo(3);
        }
    }

    @Test
    @Order(2)
    void anAccountSendBlockedAtOneNodeOrBySqlIsRefusedAtTheOthersWithinASecond() throws Exception {
        String account = ACCOUNTS.get(1);
        SekishoNode first = STARTED.get(0);
        SekishoNode last = STARTED.get(NODES - 1);
        first.api("PUT", "/accounts/" + account, "{\"mailHost\": \"cluster-a\", \"status\": \"send-blocked\"}");
        awaitSendBlocked(last, account, true);
        first.api("PUT", "/accounts/" + account, "{\"mailHost\": \"cluster-a\", \"status\": \"active\"}");
        awaitSendBlocked(last, account, false);
        try (Connection connection = DriverManager.getConnection(database().url(), "sekisho", "");
                Statement statement = connection.createStatement()) {
            for (String status : List.of("send-blocked", "active")) {
                statement.executeUpdate(
                        "UPDATE account SET status = '" + status + "' WHERE address = '" + account + "'");
                awaitSendBlocked(first, account, status.equals("send-blocked"));
                awaitSendBlocked(last, account, status.equals("send-blocked"));
            }
        }
    }

    @Test
    @Order(3)
    void wrongPasswordsAtAllNodesTogetherBlockAtEach() throws Exception {
        String client = "198.51.100.9";
        for (int i = 0; i < 11; i++) {
            STARTED.get(i % NODES).login(client, ACCOUNTS.get(2), "wrong" + i);
        }
        for (SekishoNode each : STARTED) {
            assertThat(each.login(client, ACCOUNTS.get(2), "open sesame")).isNotEqualTo("OK");
            assertThat(each.login("203.0.113.9", ACCOUNTS.get(2), "open sesame"))
                    .isEqualTo("OK");
        }
    }

    @Test
    @Order(4)
    void quotaKnowsTheRecipientsOnWhicheverNodeTheMessageEnds() throws Exception {
        SekishoNode first = STARTED.get(0);
        SekishoNode last = STARTED.get(NODES - 1);
        QuotaStatusPeer.Script full = (wire, request) ->
                wire.send(request.contains("size=90000\n") ? "action=554 5.2.2 full\n\n" : QuotaStatusPeer.ROOM);
        try (QuotaStatusPeer peer = QuotaStatusPeer.start(full)) {
            first.api("PUT", "/mail-hosts/cluster-q", """
                    {"address": "127.0.0.1", "imapPort": 143, "pop3Port": 110, "smtpPort": 587, "state": "up", "probe": false,
                     "quotaPort": %d}""".formatted(peer.port()));
            for (String each : List.of("full1", "full2")) {
                first.api("PUT", "/accounts/" + each + "@cluster.example", """
                        {"mailHost": "cluster-q", "secret": "{PLAIN}open sesame"}""");
            }
            // Each node reads the directory's changes by itself.
            for (SekishoNode node : List.of(first, last)) {
                for (String each : List.of("full1", "full2")) {
                    int before = peer.requests().size();
                    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                        SekishoNode.policy(node.quotaPort(), recipient(each, "probe." + System.nanoTime()));
                        assertThat(peer.requests()).hasSizeGreaterThan(before);
                    });
                }
            }
            for (String each : List.of("full1", "full2")) {
                assertThat(SekishoNode.policy(first.quotaPort(), recipient(each, "4b2.66")))
                        .isEqualTo("action=DUNNO");
            }
            // With two recipients Postfix sends none, so only the other node's shared memory has them.
            assertThat(SekishoNode.policy(last.quotaPort(), """
                            request=smtpd_access_policy
                            protocol_state=END-OF-MESSAGE
                            protocol_name=ESMTP
                            sender=someone@example.com
                            client_address=192.0.2.7
                            instance=4b2.66
                            recipient_count=2
                            size=90000

                            """)).contains("5.2.2");
        }
    }

    private static String recipient(String mailbox, String instance) {
        return """
                request=smtpd_access_policy
                protocol_state=RCPT
                protocol_name=ESMTP
                sender=someone@example.com
                recipient=%s@cluster.example
                client_address=192.0.2.7
                instance=%s
                size=0

                """.formatted(mailbox, instance);
    }

    private static void awaitSendBlocked(SekishoNode node, String account, boolean sendBlocked) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> SekishoNode.policy(
                                        node.sendLimitPort(),
                                        new String(
                                                SekishoNode.endOfMessage(
                                                        account, "send-blocked." + System.nanoTime(), 1),
                                                StandardCharsets.UTF_8))
                                .equals("action=DUNNO")
                        != sendBlocked);
    }

    @Test
    @Order(5)
    void aRollingRestartUnderLoadLosesNoCountAndRefusesNoMail() throws Exception {
        long before = used(STARTED.get(0));
        try (PolicyLoad load = new PolicyLoad(STARTED, ACCOUNTS, SENDERS);
                PostfixLoad postfix = PostfixLoad.start(ACCOUNTS)) {
            for (SekishoNode each : LONG ? STARTED : STARTED.subList(0, 1)) {
                each.stop();
                assertThat(each.console()).contains("SKS0909I ");
                each.start();
                each.awaitReady();
                STARTED.forEach(ClusterIT::awaitWhole);
            }
            load.end();
            postfix.end();
            LOG.log(
                    System.Logger.Level.INFO,
                    "rolling restart of " + (LONG ? NODES : 1) + ": " + load + "; " + postfix + ", warnings "
                            + postfix.warnings());
            assertThat(load.refused()).isEmpty();
            assertThat(load.passed()).isGreaterThan(1000);
            assertThat(postfix.refused()).isEmpty();
            assertThat(postfix.passed()).isGreaterThan(50);
            assertThat(postfix.warnings()).allMatch(line -> line.contains("problem talking to server"));
            for (SekishoNode each : STARTED) {
                assertThat(used(each) - before)
                        .as("%s; %s", load, postfix)
                        .isEqualTo(load.passed() + PostfixLoad.RECIPIENTS * postfix.passed());
            }
        }
    }

    @Test
    @Order(6)
    void withTheDatabaseAwayDecisionsGoOnAndWhatIsWrittenAfterIsRight() throws Exception {
        long before = used(STARTED.get(0));
        try (PolicyLoad load = new PolicyLoad(STARTED, ACCOUNTS, SENDERS)) {
            load(Duration.ofSeconds(2));
            database().pullPlug();
            long passed = load.passed();
            load(Duration.ofSeconds(5));
            assertThat(load.passed()).as("messages answered without a database").isGreaterThan(passed + 200);
            database().plugIn();
            load(Duration.ofSeconds(3));
            load.end();
            LOG.log(System.Logger.Level.INFO, "database away for 5 s: " + load);
            assertThat(load.refused()).isEmpty();
            assertThat(counted(STARTED.get(0)) - before).isEqualTo(load.passed());
            long used = counted(STARTED.get(0));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(written()).isEqualTo(used));
        }
    }

    @Test
    @Order(7)
    void aNodeThatIsKilledLosesNoCountAndTheOthersWriteWhatItCouldNot() throws Exception {
        long before = counted(STARTED.get(0));
        SekishoNode killed = STARTED.get(NODES - 1);
        try (PolicyLoad load = new PolicyLoad(STARTED, ACCOUNTS, SENDERS)) {
            load(Duration.ofSeconds(3));
            killed.kill();
            load(Duration.ofSeconds(3));
            load.end();
            LOG.log(System.Logger.Level.INFO, "one of " + NODES + " killed: " + load);
            assertThat(load.refused()).isEmpty();
            long used = counted(STARTED.get(0));
            // A request that the killed node counted without a reply is repeated, and counted once.
            assertThat(used - before).isEqualTo(load.passed());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(written()).isEqualTo(used));
        }
        if (LONG) {
            killed.start();
            killed.awaitReady();
            STARTED.forEach(ClusterIT::awaitWhole);
        }
    }

    @Test
    @Order(8)
    void whenAllNodesAreKilledAtOnceAtMostTwoSecondsAreLost() throws Exception {
        long before = counted(STARTED.get(0));
        long killedMillis;
        List<SekishoNode> all = LONG ? STARTED : STARTED.subList(0, NODES - 1);
        PolicyLoad load = new PolicyLoad(all, ACCOUNTS, SENDERS);
        try (load) {
            load(Duration.ofSeconds(5));
            killedMillis = System.currentTimeMillis();
            for (SekishoNode each : all) {
                each.kill();
            }
            for (SekishoNode each : all) {
                each.start();
            }
            all.forEach(SekishoNode::awaitReady);
            all.forEach(each -> awaitMembers(each, all.size()));
        }
        long used = counted(STARTED.get(0)) - before;
        long lost = load.passed() - used;
        LOG.log(System.Logger.Level.INFO, "all killed: " + lost + " counts lost; " + load);
        assertThat(lost).isLessThanOrEqualTo(load.passedUntil(killedMillis) - load.passedUntil(killedMillis - 2000));
        assertThat(lost).isNotNegative();
    }

    private static ThrowawayPostgresql database() {
        return Objects.requireNonNull(database);
    }

    private static void awaitWhole(SekishoNode node) {
        awaitMembers(node, NODES);
    }

    private static void awaitMembers(SekishoNode node, int members) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> node.get("/health/ready")
                        .body()
                        .replaceAll("\\s", "")
                        .contains("\"cluster.members\":" + members));
    }

    private static long used(SekishoNode node) throws IOException, InterruptedException {
        long sum = 0;
        for (String account : ACCOUNTS) {
            sum += node.used(account);
        }
        return sum;
    }

    /**
     * What is used once the node answers again: the API's pool has dead connections right after the database was away.
     */
    private static long counted(SekishoNode node) {
        return await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> used(node), each -> true);
    }

    /** The counts of this test that the database has. */
    private static long written() throws SQLException, IOException {
        long sum = 0;
        try (Connection connection = DriverManager.getConnection(database().url(), "sekisho", "")) {
            for (Map.Entry<String, String> each :
                    StoredCounts.windows(connection).entrySet()) {
                Matcher counts = COUNT.matcher(
                        each.getKey().endsWith("@cluster.example")
                                ? each.getValue().replaceAll("\\d+:\\d+:", "")
                                : "");
                while (counts.find()) {
                    sum += Long.parseLong(counts.group());
                }
            }
        }
        return sum;
    }

    private static void load(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
