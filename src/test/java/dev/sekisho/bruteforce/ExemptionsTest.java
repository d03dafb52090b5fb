// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.net.IpNetwork;
import java.util.List;
import java.util.Optional;
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
            exemptions.refresh();
            exemptions.refresh();
            assertThat(exemptions.coversAddress(IpNetwork.parse("192.0.2.7"))).isTrue();
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("SKS0808W "));
        }
    }
}
