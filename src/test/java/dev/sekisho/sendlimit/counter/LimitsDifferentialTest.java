// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine against one that remembers everything and adds it up each time. Time goes in whole slots, so both agree
 * exactly.
 */
@Tag("slow")
class LimitsDifferentialTest {
    /** A thirtieth of an hour. */
    private static final int SLOT = 120;

    private record Counted(long seconds, int recipients, int kibibytes, Set<String> domains) {}

    private static final class Message {
        private int recipients;
        private int kibibytes;
        private final Set<String> domains = new HashSet<>();
        private long reservedSeconds;
    }

    /** Counters of one key. */
    private static final class Oracle {
        private final List<SendLimit> limits;
        private final List<Counted> counted = new ArrayList<>();
        private final Map<Long, Message> underWay = new LinkedHashMap<>();

        Oracle(String limits) {
            this.limits = SendLimits.parse(limits).limits();
        }

        /** Whether a message has room beside all others. */
        boolean hasRoom(long id, Message attempt, long now) {
            return limits.stream().allMatch(limit -> used(limit, id, attempt, now) <= limit.amount());
        }

        private long used(SendLimit limit, long id, Message attempt, long now) {
            long after = limit.calendarDay()
                    ? now / 86_400 * 86_400 - 1
                    : now - limit.period().toSeconds() - (limit.unit() == LimitUnit.DOMAINS ? 0 : SLOT);
            List<Counted> inPeriod =
                    counted.stream().filter(each -> each.seconds > after).toList();
            List<Message> all = new ArrayList<>();
            underWay.forEach((other, message) -> {
                if (other != id && now - message.reservedSeconds < Reservation.TIMEOUT_SECONDS) {
                    all.add(message);
                }
            });
            all.add(attempt);
            return switch (limit.unit()) {
                case RECIPIENTS ->
                    inPeriod.stream().mapToLong(Counted::recipients).sum()
                            + all.stream().mapToLong(each -> each.recipients).sum();
                case MESSAGES -> inPeriod.size() + all.size();
                case BYTES ->
                    inPeriod.stream().mapToLong(Counted::kibibytes).sum()
                            + all.stream().mapToLong(each -> each.kibibytes).sum();
                case DOMAINS -> {
                    Set<String> domains = new HashSet<>();
                    inPeriod.forEach(each -> domains.addAll(each.domains));
                    all.forEach(each -> domains.addAll(each.domains));
                    yield domains.size();
                }
            };
        }
    }

    @Test
    void everyAnswerIsThatOfTheOracle() {
        for (long seed = 0; seed < 120; seed++) {
            try (CacheFactory caches = TestCaches.open()) {
                run(seed, caches);
            }
        }
    }

    private static void run(long seed, CacheFactory caches) {
        Random random = new Random(seed);
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        SendCounters counters = new SendCounters(caches, new TestDirectory(), clock, event -> {});
        String own = List.of("12/1h, messages 5/day", "bytes 40K/1h, 20/day", "domains 4/1h, 30/1h", "domains 5/day")
                .get(random.nextInt(4));
        String pool =
                List.of("unlimited", "20/1h", "messages 8/1h, domains 6/1h").get(random.nextInt(3));
        Sender alice = new Sender(
                "alice@example.org", true, true, SendLimits.parse(own), "example.org", SendLimits.parse(pool));
        List<Oracle> oracles =
                pool.equals("unlimited") ? List.of(new Oracle(own)) : List.of(new Oracle(own), new Oracle(pool));
        Map<Long, Message> messages = new HashMap<>();
        Map<Long, Long> done = new HashMap<>();
        long ids = 0;
        for (int step = 0; step < 200; step++) {
            String where = "seed " + seed + ", step " + step + ", " + own + " with " + pool;
            if (random.nextInt(6) == 0) {
                clock.advance(Duration.ofSeconds((long) SLOT * random.nextInt(12)));
            }
            long now = clock.millis() / 1000;
            if (messages.isEmpty() || random.nextInt(4) == 0) {
                messages.put(++ids, new Message());
            }
            long id = new ArrayList<>(messages.keySet()).get(random.nextInt(messages.size()));
            Message message = Objects.requireNonNull(messages.get(id));
            switch (random.nextInt(4)) {
                case 0 -> {
                    counters.release(SendCounters.ofSender(alice), id);
                    oracles.forEach(each -> each.underWay.remove(id));
                    messages.remove(id);
                }
                case 1 -> {
                    int recipients = Math.max(1, message.recipients);
                    int kibibytes = 1 + random.nextInt(12);
                    boolean alive = now - message.reservedSeconds < Reservation.TIMEOUT_SECONDS;
                    Message whole = new Message();
                    whole.recipients = recipients;
                    whole.kibibytes = kibibytes;
                    whole.domains.addAll(alive ? message.domains : Set.of());
                    boolean room = oracles.stream().allMatch(each -> each.hasRoom(id, whole, now));
                    SendAttempt attempt =
                            TestAttempt.of(counters, alice, recipients, kibibytes * 1024L, TestAttempt.id(id));
                    assertThat(counters.count(attempt).outcome())
                            .as(where)
                            .isEqualTo(room ? Outcome.ADMITTED : Outcome.REFUSED);
                    if (room) {
                        oracles.forEach(each ->
                                each.counted.add(new Counted(now, recipients, kibibytes, Set.copyOf(whole.domains))));
                        if (random.nextBoolean()) {
                            assertThat(counters.count(attempt).outcome())
                                    .as(where)
                                    .isEqualTo(Outcome.REPEATED);
                        }
                    }
                    oracles.forEach(each -> each.underWay.remove(id));
                    messages.remove(id);
                }
                default -> {
                    boolean alive = now - message.reservedSeconds < Reservation.TIMEOUT_SECONDS;
                    if (!alive) {
                        message.recipients = 0;
                        message.kibibytes = 0;
                        message.domains.clear();
                    }
                    long nth = done.merge(id, 1L, Long::sum);
                    String domain = "d" + random.nextInt(8) + ".example";
                    Message more = new Message();
                    more.recipients = message.recipients + 1;
                    more.kibibytes = Math.max(1, message.kibibytes);
                    more.domains.addAll(message.domains);
                    more.domains.add(domain);
                    boolean room = oracles.stream().allMatch(each -> each.hasRoom(id, more, now));
                    for (int again = random.nextInt(2); again >= 0; again--) {
                        assertThat(TestAttempt.reserve(counters, alice, "r" + nth + "@" + domain, id)
                                        .outcome())
                                .as(where)
                                .isEqualTo(room ? Outcome.ADMITTED : Outcome.REFUSED);
                    }
                    if (room) {
                        more.reservedSeconds = now;
                        messages.put(id, more);
                        oracles.forEach(each -> each.underWay.put(id, more));
                    }
                }
            }
        }
    }
}
