// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.net.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExemptionsTest {
    private static BruteForceExemption exemption(String subject, SettableClock clock) {
        BruteForceExemption exemption = new BruteForceExemption(subject);
        exemption.set(subject, "", Optional.empty(), "sql", clock.instant());
        return exemption;
    }

    @Test
    void anUnreadableExemptionDoesNotAffectTheOthersAndIsLoggedOnce() {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        List<BruteForceExemption> stored = List.of(
                exemption("the office", clock), exemption("192.0.2.0/24", clock), exemption("10.0.0.0/99", clock));
        try (OperatorLog log = new OperatorLog("dev.sekisho.bruteforce")) {
            Exemptions exemptions = new Exemptions(() -> stored, clock);
            for (int i = 0; i < 3; i++) {
                exemptions.refresh();
                assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("SKS0808W "));
            }
            assertThat(exemptions.coversAddress(IpNetwork.parse("192.0.2.7"))).isTrue();
        }
    }

    @Test
    void whileTheDatabaseIsAwayTheLastOnesHoldAndThatIsLoggedOnce() {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        AtomicBoolean away = new AtomicBoolean();
        try (OperatorLog log = new OperatorLog("dev.sekisho.bruteforce")) {
            Exemptions exemptions = new Exemptions(
                    () -> {
                        if (away.get()) {
                            throw new IllegalStateException("the database is away");
                        }
                        return List.of(exemption("192.0.2.0/24", clock));
                    },
                    clock);
            exemptions.refresh();
            assertThat(log.lines()).isEmpty();
            away.set(true);
            for (int i = 0; i < 3; i++) {
                exemptions.refresh();
                assertThat(log.lines()).hasSize(1);
                assertThat(exemptions.coversAddress(IpNetwork.parse("192.0.2.7")))
                        .isTrue();
            }
        }
    }
}
