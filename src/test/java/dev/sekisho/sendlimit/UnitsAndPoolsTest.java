// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.CounterState;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendAttempt;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitsAndPoolsTest {
    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private long messages = 100;

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void aMessageCountsOneForAnyNumberOfRecipients() {
        Sender alice = directory.put("alice@example.org", "messages 2/1h");
        assertThat(count(alice, 50, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 50, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 1, 0)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void bytesAreRoundedUpToKibibytes() {
        Sender alice = directory.put("alice@example.org", "bytes 3K/1h");
        assertThat(count(alice, 1, 1025)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 1, 1025)).isEqualTo(Outcome.REFUSED);
        assertThat(count(alice, 1, 1024)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void aRefusalByOneUnitCountsNoOther() {
        Sender alice = directory.put("alice@example.org", "10/1h, bytes 1K/1h");
        assertThat(count(alice, 5, 2048)).isEqualTo(Outcome.REFUSED);
        assertThat(counters.usage("alice@example.org"))
                .extracting(LimitUsage::used)
                .containsExactly(0L, 0L);
    }

    @Test
    void aCalendarDayIsForgottenAtMidnight() {
        Sender alice = directory.put("alice@example.org", "2/day");
        assertThat(count(alice, 2, 0)).isEqualTo(Outcome.ADMITTED);
        clock.advance(Duration.ofHours(14).plusMinutes(59));
        assertThat(count(alice, 1, 0)).isEqualTo(Outcome.REFUSED);
        assertThat(counters.usage("alice@example.org").get(0).freesAt()).hasToString("2026-03-02T00:00:00Z");
        clock.advance(Duration.ofMinutes(1));
        assertThat(count(alice, 2, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 1, 0)).as("in the first second of the day").isEqualTo(Outcome.REFUSED);
    }

    @Test
    void ofAWindowOfDomainsThatIsOverItsLimitAKnownDomainStillPasses() {
        Sender alice = directory.put("alice@example.org", "domains 2/1h");
        assertThat(countTo(alice, "a@one.example")).isEqualTo(Outcome.ADMITTED);
        assertThat(countTo(alice, "a@two.example")).isEqualTo(Outcome.ADMITTED);
        Sender lowered = directory.put("alice@example.org", "domains 1/1h");
        assertThat(countTo(lowered, "b@two.example")).isEqualTo(Outcome.ADMITTED);
        assertThat(countTo(lowered, "a@three.example")).isEqualTo(Outcome.REFUSED);
        assertThat(counters.cost(1, 0, "no-address").domains()).isEmpty();
        assertThat(counters.cost(1, 0, "@one.example").domains()).hasSize(1);
    }

    @Test
    void domainsOfMessagesUnderWayTakeRoomAndAreCountedAtTheEnd() {
        Sender alice = directory.put("alice@example.org", "domains 2/1h");
        assertThat(reserve(alice, "a@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "a@two.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "a@three.example", 2)).isEqualTo(Outcome.REFUSED);
        assertThat(reserve(alice, "b@two.example", 2)).isEqualTo(Outcome.ADMITTED);
        // At END-OF-MESSAGE Postfix names no recipient of a message that has several.
        assertThat(TestAttempt.count(counters, alice, 2, 0, 1).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(counters.usage("alice@example.org").get(0).used()).isEqualTo(2);
        assertThat(reserve(alice, "a@three.example", 2)).isEqualTo(Outcome.REFUSED);
        clock.advance(Duration.ofHours(1));
        assertThat(countTo(alice, "a@three.example")).isEqualTo(Outcome.ADMITTED);
        assertThat(countTo(alice, "a@one.example")).isEqualTo(Outcome.ADMITTED);
        assertThat(countTo(alice, "a@two.example"))
                .as("forgotten an hour later")
                .isEqualTo(Outcome.REFUSED);
    }

    private Outcome reserve(Sender sender, String recipient, long message) {
        return TestAttempt.reserve(counters, sender, recipient, message).outcome();
    }

    private Outcome countTo(Sender sender, String recipient) {
        messages++;
        return counters.count(new SendAttempt(
                        sender.account(),
                        SendCounters.ofSender(sender),
                        counters.cost(1, 0, recipient),
                        TestAttempt.id(messages)))
                .outcome();
    }

    @Test
    void theStrictestOfTwoCountersDecides() {
        for (String[] each : new String[][] {
            {"1/1h observe", "1/1h hold", "HELD"},
            {"1/1h hold", "1/1h observe", "HELD"},
            {"1/1h filter", "1/1h hold", "HELD"},
            {"1/1h hold", "1/1h filter", "HELD"},
            {"1/1h filter", "1/1h observe", "FILTERED"},
            {"1/1h observe", "1/1h filter", "FILTERED"},
            {"10/1h", "1/1h observe", "OBSERVED"},
            {"1/1h observe", "10/1h", "OBSERVED"},
            {"unlimited", "10/1h", "ADMITTED"}
        }) {
            counters.reset("alice@example.org");
            counters.resetPool("example.org");
            Sender alice = pooled("alice@example.org", each[0], each[1]);
            assertThat(count(alice, 2, 0)).as("%s and %s", each[0], each[1]).hasToString(each[2]);
        }
    }

    @Test
    void theAccountsLimitIsReportedOrThePoolsIfTheAccountHasNone() {
        Sender alice = pooled("alice@example.org", "10/1h", "20/1h");
        assertThat(TestAttempt.count(counters, alice, 1, 0, 1).limit()).hasToString("10/1h");
        Sender bob = pooled("bob@example.org", "unlimited", "20/1h");
        assertThat(TestAttempt.count(counters, bob, 1, 0, 2).limit()).hasToString("20/1h");
    }

    @Test
    void aMessageThatThePoolHeldIsHeldAgainWhenItsRequestIsRepeated() {
        Sender alice = pooled("alice@example.org", "10/1h", "1/1h hold");
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.HELD);
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.HELD);
        assertThat(counters.usage("alice@example.org")).isEmpty();
    }

    @Test
    void eachDomainHasAPoolOfItsOwnThatIsResetByItself() {
        directory.setPool("example.org", SendLimits.parse("4/1h"));
        directory.setPool("example.net", SendLimits.parse("4/1h"));
        Sender alice = pooled("alice@example.org", "unlimited", "4/1h");
        Sender eve = new Sender(
                "eve@example.net", true, true, SendLimits.UNLIMITED, "example.net", SendLimits.parse("4/1h"));
        assertThat(count(alice, 4, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(eve, 4, 0)).isEqualTo(Outcome.ADMITTED);
        counters.resetPool("example.org");
        assertThat(count(alice, 4, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(eve, 1, 0)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void everyKindOfWindowIsReadBackFromItsText() {
        Sender alice = directory.put("alice@example.org", "9/day, messages 9/1h, bytes 9K/day, 9/1h");
        count(alice, 2, 3000);
        CounterState usage = Objects.requireNonNull(
                counters.values(List.of("alice@example.org")).get("alice@example.org"));
        assertThat(CounterState.parse(usage.text(), 1).text())
                .isEqualTo(usage.text())
                .contains(";");
    }

    @Test
    void anObservingLimitLetsPassAndCounts() {
        Sender alice = directory.put("alice@example.org", "1/1h observe");
        assertThat(count(alice, 3, 0)).isEqualTo(Outcome.OBSERVED);
        assertThat(counters.usage("alice@example.org").get(0).used()).isEqualTo(3);
    }

    @Test
    void aHeldMessageIsHeldAgainWhenItsRequestIsRepeated() {
        Sender alice = directory.put("alice@example.org", "1/1h hold");
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.HELD);
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.HELD);
        assertThat(counters.usage("alice@example.org").get(0).used()).isEqualTo(3);
    }

    @Test
    void aPoolIsSharedAndItsRefusalCountsNothing() {
        Sender alice = pooled("alice@example.org", "10/1h, 10/day", "4/1h");
        Sender bob = pooled("bob@example.org", "unlimited", "4/1h");
        assertThat(count(alice, 3, 0)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(bob, 2, 0)).isEqualTo(Outcome.REFUSED);
        assertThat(count(alice, 2, 0)).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(
                                counters.values(List.of("alice@example.org")).get("alice@example.org"))
                        .used(3600, clock.millis() / 1000))
                .isEqualTo(3);
        assertThat(count(bob, 1, 0)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void aRepeatedMessageOfAPoolIsCountedOnce() {
        Sender bob = pooled("bob@example.org", "unlimited", "4/1h");
        assertThat(TestAttempt.count(counters, bob, 3, 0, 7).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(TestAttempt.count(counters, bob, 3, 0, 7).outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(count(bob, 1, 0)).isEqualTo(Outcome.ADMITTED);
    }

    private static Sender pooled(String account, String limits, String pool) {
        return new Sender(account, true, true, SendLimits.parse(limits), "example.org", SendLimits.parse(pool));
    }

    private Outcome count(Sender sender, int recipients, long sizeBytes) {
        messages++;
        return TestAttempt.count(counters, sender, recipients, sizeBytes, messages)
                .outcome();
    }
}
