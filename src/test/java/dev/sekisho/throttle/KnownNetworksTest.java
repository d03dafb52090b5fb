// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownNetworksTest {
    @Test
    void aRowThatTheDatabaseRefusesStopsNoOther() {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        try (TestThrottle attackers = new TestThrottle(clock, Map.of());
                OperatorLog log = new OperatorLog("dev.sekisho.writebehind")) {
            attackers.refused = "poison@example.org";
            for (int i = 0; i < 600; i++) {
                attackers.known.remember(
                        i == 300 ? attackers.refused : "u" + i + "@example.org", Cidr.parse("192.0.2.7"));
            }
            // A network and an address of each.
            attackers.known.write();
            assertThat(attackers.written).hasSize(2 * 599);
            assertThat(attackers.known.progress().status().setAside()).isEqualTo(2);
            assertThat(attackers.known.progress().status().waiting()).isZero();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS1001W")
                    .contains("known-networks");
        }
    }
}
