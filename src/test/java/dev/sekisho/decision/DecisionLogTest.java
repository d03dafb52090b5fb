// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:08:07.006Z");

    private final CountedMetrics metrics = new CountedMetrics();

    @Test
    void aSendDecisionHasItsKeysInTheirFixedOrder() {
        assertThat(line(send("alice@example.org")))
                .isEqualTo(
                        "2026-03-01T09:08:07.006Z decision=defer by=sendlimit ref=7hk4n2xd limit=100/1h key=alice@example.org"
                                + " state=END-OF-MESSAGE instance=4b2.65 client=192.0.2.7 cost=1 used=100 of=100"
                                + " release=2026-03-01T12:02:00Z reason=\"why not\" took_us=41\n");
    }

    @Test
    void aSendDecisionWithoutALimitOmitsTheKeysOfLimits() {
        assertThat(line(new SendDecision("dunno", "", "", "RCPT", "", "192.0.2.7", 1, -1, 0, "", "no login", 999)))
                .isEqualTo(
                        "2026-03-01T09:08:07.006Z decision=dunno by=sendlimit ref=7hk4n2xd state=RCPT client=192.0.2.7 cost=1"
                                + " reason=\"no login\" took_us=0\n");
    }

    @Test
    void aLoginDecisionHasItsKeysInTheirFixedOrder() {
        assertThat(line(new LoginDecision(
                        "reject",
                        "bob@example.org",
                        "plain",
                        "imap",
                        "2001:db8::1",
                        2,
                        "mail-a",
                        "wrong password",
                        1_234_567)))
                .isEqualTo(
                        "2026-03-01T09:08:07.006Z decision=reject by=login ref=7hk4n2xd key=bob@example.org method=plain"
                                + " protocol=imap client=2001:db8::1 attempt=2 host=mail-a reason=\"wrong password\""
                                + " took_us=1234\n");
    }

    @Test
    void aQuotaDecisionHasItsKeysInTheirFixedOrder() {
        assertThat(line(new QuotaDecision(
                        "full", "bob@example.org", "RCPT", "4b2.65", "192.0.2.7", 1000, "mail-a", "no room", 5_000)))
                .isEqualTo("2026-03-01T09:08:07.006Z decision=full by=quota ref=7hk4n2xd key=bob@example.org state=RCPT"
                        + " instance=4b2.65 client=192.0.2.7 size=1000 host=mail-a reason=\"no room\" took_us=5\n");
    }

    @Test
    void aForgedLineInALoginStaysOneLine() {
        String line = line(new LoginDecision(
                "reject",
                "x\n2026-03-01T00:00:00.000Z decision=accept key=root",
                "plain",
                "imap",
                "192.0.2.7",
                1,
                "",
                "",
                0));
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line).contains("key=\"x\\u000a2026-03-01T00:00:00.000Z decision=accept key=root\" method=plain");
    }

    @Test
    void theTimeIsRenderedForEachMomentAndInAnyOrder() {
        SettableClock clock = new SettableClock("2026-03-01T00:00:00Z");
        DecisionLog log = new DecisionLog(
                new DecisionMetrics(metrics.registry()), new LineWriter(new DecisionConfig("-", 1, 1, false)), clock);
        for (String time : List.of(
                "2026-03-01T09:08:07.006Z",
                "2026-03-01T09:08:07.999Z",
                "2026-03-01T09:08:08.010Z",
                "2026-02-28T23:59:59.100Z",
                "1969-12-31T23:59:59.900Z")) {
            clock.set(time);
            assertThat(log.line(send("a"), "", clock.millis())).startsWith(time + " decision=");
        }
    }

    @Test
    void eachDecisionIsCountedByItsResultAndTimed() {
        DecisionLog log = log(new LineWriter(new DecisionConfig("-", 1, 1, false)));
        log.record(send("alice@example.org"));
        log.record(send("bob@example.org"));
        assertThat(metrics.counts())
                .containsOnly(
                        Map.entry("sekisho_sendlimit_requests{result=defer}", 2L),
                        Map.entry("sekisho_sendlimit_microseconds", 2L));
        assertThat(metrics.sums()).containsEntry("sekisho_sendlimit_microseconds", 82L);
    }

    @Test
    void aDiscardingLogGivesReferencesAndKeepsNothing() {
        DecisionLog log = DecisionLog.discarding(Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(log.record(send("alice@example.org"))).isNotEmpty();
        assertThat(log.record(send("bob@example.org"))).isNotEmpty();
        assertThat(metrics.counts()).isEmpty();
    }

    private String line(Decision decision) {
        return log(new LineWriter(new DecisionConfig("-", 1, 1, false))).line(decision, "7hk4n2xd", NOW.toEpochMilli());
    }

    private DecisionLog log(LineWriter writer) {
        return new DecisionLog(new DecisionMetrics(metrics.registry()), writer, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SendDecision send(String key) {
        return new SendDecision(
                "defer",
                "100/1h",
                key,
                "END-OF-MESSAGE",
                "4b2.65",
                "192.0.2.7",
                1,
                100,
                100,
                "2026-03-01T12:02:00Z",
                "why not",
                Duration.ofNanos(41_900).toNanos());
    }
}
