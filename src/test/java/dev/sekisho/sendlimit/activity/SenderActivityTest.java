// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SenderActivityTest {
    private static final String MALLORY = "mallory@example.org";

    private final SettableClock clock = new SettableClock("2026-03-01T09:00:30Z");
    private final SenderActivity activity = new SenderActivity(clock);

    private static PolicyRequest recipient(String client, String instance, String recipient) {
        return PolicyRequest.at(ProtocolState.RCPT)
                .policyClient("192.0.2.1")
                .instance(instance)
                .clientAddress(client)
                .recipient(recipient)
                .build();
    }

    private static PolicyRequest end(String instance, int recipients) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.1")
                .instance(instance)
                .queueId("Q" + instance)
                .recipientCount(recipients)
                .clientAddress("203.0.113.7")
                .build();
    }

    private SenderFigures of(String account, ActivityPeriod period) {
        return activity.figures(period).stream()
                .filter(each -> each.account().equals(account))
                .findFirst()
                .orElse(new SenderFigures(account, 0, 0, 0, List.of(), false, 0, false, clock.instant()));
    }

    @Test
    void aHijackedAccountHasItsRefusalsClientsAndDomains() {
        for (int i = 0; i < 350; i++) {
            activity.refuse(
                    recipient("203.0.113." + i % 3, "m" + i, "victim" + i + "@d" + i % 40 + ".example"), MALLORY);
        }
        SenderFigures figures = of(MALLORY, ActivityPeriod.TEN_MINUTES);
        assertThat(figures.refused()).isEqualTo(350);
        assertThat(figures.accepted()).isZero();
        assertThat(figures.clients())
                .extracting(SenderFigures.Client::address)
                .containsExactlyInAnyOrder("203.0.113.0", "203.0.113.1", "203.0.113.2");
        assertThat(figures.recipientDomains()).isEqualTo(40);
        assertThat(figures.moreClients() || figures.moreDomains()).isFalse();
    }

    @Test
    void aRepeatedRequestIsCountedOnce() {
        for (int i = 0; i < 3; i++) {
            activity.accept(end("m1", 5), MALLORY, 5, false);
            activity.refuse(recipient("203.0.113.7", "m2", "a@example.com"), MALLORY);
        }
        activity.refuse(recipient("203.0.113.7", "m2", "b@example.com"), MALLORY);
        SenderFigures figures = of(MALLORY, ActivityPeriod.HOUR);
        assertThat(figures.accepted()).isEqualTo(1);
        assertThat(figures.recipients()).isEqualTo(5);
        assertThat(figures.refused()).as("each recipient of a message").isEqualTo(2);
    }

    /** A message may be accepted after its first attempt was refused, with the same identity. */
    @Test
    void theAcceptedRepetitionOfARefusedRequestIsCounted() {
        activity.refuse(end("m1", 1), MALLORY);
        activity.accept(end("m1", 1), MALLORY, 1, false);
        assertThat(of(MALLORY, ActivityPeriod.HOUR).refused()).isEqualTo(1);
        assertThat(of(MALLORY, ActivityPeriod.HOUR).accepted()).isEqualTo(1);
    }

    @Test
    void atRecipientsAMessageIsCountedOnceAndEachRecipientToo() {
        for (String recipient : List.of("a@example.com", "b@example.com", "b@example.com", "c@EXAMPLE.com.")) {
            activity.accept(recipient("203.0.113.7", "m1", recipient), MALLORY, 1, true);
        }
        SenderFigures figures = of(MALLORY, ActivityPeriod.HOUR);
        assertThat(figures.accepted()).isEqualTo(1);
        assertThat(figures.recipients()).isEqualTo(3);
        assertThat(figures.recipientDomains()).isEqualTo(1);
    }

    @Test
    void aReservedRecipientShowsItsDomainAndCountsNothing() {
        activity.see(recipient("203.0.113.7", "m1", "a@example.com"), MALLORY);
        assertThat(activity.figures(ActivityPeriod.DAY)).isEmpty();
        activity.accept(end("m1", 2), MALLORY, 2, false);
        assertThat(of(MALLORY, ActivityPeriod.DAY).recipientDomains()).isEqualTo(1);
    }

    @Test
    void aPeriodCoversItsWholeTimeAndAtMostAStepMore() {
        activity.accept(end("m1", 1), MALLORY, 1, false);
        for (ActivityPeriod period : ActivityPeriod.values()) {
            Duration length = Duration.ofSeconds((long) period.stepSeconds() * period.steps());
            clock.set("2026-03-01T09:00:30Z");
            clock.advance(length);
            assertThat(of(MALLORY, period).accepted()).as(period.word()).isEqualTo(1);
            assertThat(of(MALLORY, period).clients()).as(period.word()).hasSize(1);
            clock.advance(Duration.ofSeconds(period.stepSeconds()));
            assertThat(of(MALLORY, period).accepted()).as(period.word()).isZero();
        }
    }

    @Test
    void sumsAreThoseOfANaiveCount() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] times = new long[2_000];
        for (int i = 0; i < times.length; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(120)));
            times[i] = clock.millis() / 1000;
            activity.accept(end("m" + i, 1), MALLORY, 1, false);
            if (i % 50 == 0) {
                for (ActivityPeriod period : ActivityPeriod.values()) {
                    long begin = period.beginSeconds(clock.millis() / 1000);
                    long naive = java.util.Arrays.stream(times, 0, i + 1)
                            .filter(each -> each >= begin)
                            .count();
                    assertThat(of(MALLORY, period).accepted())
                            .as(period.word() + " seed " + seed)
                            .isEqualTo(naive);
                }
            }
        }
    }

    @Test
    void aClockThatIsSetBackDoesNotFreezeTheFigures() {
        activity.accept(end("m1", 1), MALLORY, 1, false);
        clock.set("2025-03-01T09:00:00Z");
        assertThat(of(MALLORY, ActivityPeriod.DAY).accepted()).isZero();
        activity.accept(end("m2", 1), MALLORY, 1, false);
        assertThat(of(MALLORY, ActivityPeriod.DAY).accepted()).isEqualTo(1);
    }

    @Test
    void tooManyClientsAndDomainsAreMarked() {
        for (int i = 0; i < 200; i++) {
            activity.refuse(recipient("2001:db8::" + i, "m" + i, "x@d" + i + ".example"), MALLORY);
        }
        SenderFigures figures = of(MALLORY, ActivityPeriod.HOUR);
        assertThat(figures.clients()).hasSize(TrackedSender.CLIENTS);
        assertThat(figures.recipientDomains()).isEqualTo(TrackedSender.DOMAINS);
        assertThat(figures.moreClients()).isTrue();
        assertThat(figures.moreDomains()).isTrue();
    }

    @Test
    void aBusyAccountKeepsItsFiguresAmongManyOthers() {
        SenderActivity small = new SenderActivity(clock, 200);
        for (int i = 0; i < 350; i++) {
            small.refuse(recipient("203.0.113.7", "m" + i, "a@example.com"), MALLORY);
        }
        for (int i = 0; i < 20_000; i++) {
            small.accept(end("o" + i, 1), "user" + i + "@example.org", 1, false);
        }
        List<SenderFigures> figures = small.figures(ActivityPeriod.HOUR);
        assertThat(figures).hasSize(200);
        assertThat(figures)
                .filteredOn(each -> each.account().equals(MALLORY))
                .singleElement()
                .satisfies(each -> assertThat(each.refused()).isEqualTo(350));
    }

    @Test
    void aHijackedAccountGetsAPlaceWhenAllAreTaken() {
        SenderActivity small = new SenderActivity(clock, 200);
        for (int i = 0; i < 200; i++) {
            small.accept(end("o" + i, 1), "user" + i + "@example.org", 1, false);
        }
        small.accept(end("m1", SenderActivity.RECIPIENTS_TO_ENTER), MALLORY, SenderActivity.RECIPIENTS_TO_ENTER, false);
        for (int i = 0; i < 350; i++) {
            small.refuse(recipient("203.0.113.7", "m" + i, "a@example.com"), "eve@example.org");
        }
        assertThat(small.figures(ActivityPeriod.HOUR))
                .hasSize(200)
                .filteredOn(each -> each.recipients() == SenderActivity.RECIPIENTS_TO_ENTER || each.refused() > 100)
                .extracting(SenderFigures::account)
                .containsExactlyInAnyOrder(MALLORY, "eve@example.org");
    }

    /** Each replacement takes a lock and a kilobyte. */
    @Test
    void accountsThatSendLittleSeldomReplaceEachOther() {
        SenderActivity small = new SenderActivity(clock, 200);
        int requests = 0;
        for (; requests < 200; requests++) {
            small.accept(end("o" + requests, 1), "user" + requests + "@example.org", 1, false);
        }
        for (; requests < 6_600; requests++) {
            small.see(recipient("203.0.113.7", "s" + requests, "a@example.com"), "seen" + requests + "@example.org");
            small.accept(end("o" + requests, 1), "user" + requests + "@example.org", 1, false);
        }
        assertThat(small.figures(ActivityPeriod.HOUR))
                .as("of 6,400 others, 100 on average")
                .filteredOn(each -> Integer.parseInt(each.account().replaceAll("\\D", "")) >= 200)
                .hasSizeBetween(10, 190);
    }

    @Test
    void hostileTextsAreNotKept() {
        activity.refuse(recipient("x".repeat(10_000), "m1", "no address"), MALLORY);
        activity.refuse(recipient("203.0.113.7", "m1", "a@example.com"), "x".repeat(321));
        activity.refuse(recipient("203.0.113.7", "m1", "a@example.com"), "");
        assertThat(activity.figures(ActivityPeriod.HOUR)).singleElement().satisfies(each -> {
            assertThat(each.account()).isEqualTo(MALLORY);
            assertThat(each.clients()).isEmpty();
            assertThat(each.recipientDomains()).isZero();
        });
    }

    @Test
    void aDeletedAccountIsForgotten() {
        activity.refuse(end("m1", 1), MALLORY);
        activity.forget(MALLORY);
        assertThat(activity.figures(ActivityPeriod.HOUR)).isEmpty();
    }

    @Test
    void theFiguresOfOtherNodesAreAdded() {
        SenderActivity other = new SenderActivity(clock);
        activity.refuse(recipient("203.0.113.7", "m1", "a@example.com"), MALLORY);
        other.refuse(recipient("203.0.113.7", "m2", "a@example.com"), MALLORY);
        other.refuse(recipient("198.51.100.7", "m3", "a@example.net"), MALLORY);
        other.accept(end("m4", 3), "alice@example.org", 3, false);
        activity.learn(List.of(other.report(), new byte[] {99, 1, 2}, new byte[] {1, 0}));
        SenderFigures figures = of(MALLORY, ActivityPeriod.TEN_MINUTES);
        assertThat(figures.refused()).isEqualTo(3);
        assertThat(figures.clients()).hasSize(2);
        assertThat(figures.recipientDomains()).isEqualTo(2);
        assertThat(of("alice@example.org", ActivityPeriod.DAY).recipients()).isEqualTo(3);
        clock.advance(Duration.ofMinutes(12));
        assertThat(of(MALLORY, ActivityPeriod.TEN_MINUTES).refused())
                .as("reports grow old")
                .isZero();
        assertThat(of(MALLORY, ActivityPeriod.HOUR).refused()).isEqualTo(3);
    }

    @Test
    void aReportIsBoundedAndHasTheBusiest() {
        for (int i = 0; i < SenderActivity.REPORTED + 100; i++) {
            activity.accept(end("m" + i, i + 1), "user" + i + "@example.org", i + 1, false);
        }
        byte[] report = activity.report();
        assertThat(report.length).isLessThan(300_000);
        SenderActivity other = new SenderActivity(clock);
        other.learn(List.of(report));
        assertThat(other.figures(ActivityPeriod.DAY))
                .hasSize(SenderActivity.REPORTED)
                .noneMatch(each -> each.account().equals("user99@example.org"))
                .anyMatch(each -> each.account().equals("user100@example.org"));
    }
}
