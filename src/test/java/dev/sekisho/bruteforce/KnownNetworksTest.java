// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.bruteforce.KnownNetworks.Standing;
import dev.sekisho.net.IpNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNetworksTest {
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");

    @Test
    void aRowThatTheDatabaseRefusesStopsNoOther() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of());
                OperatorLog log = new OperatorLog("dev.sekisho.writebehind")) {
            attackers.refused = "poison@example.org";
            for (int i = 0; i < 600; i++) {
                attackers.known.remember(
                        i == 300 ? attackers.refused : "u" + i + "@example.org", IpNetwork.parse("192.0.2.7"));
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
                    .contains("known-networks", "poison@example.org 192.0.2.0/24");
        }
    }

    @Test
    void anUnavailableDatabaseIsLoggedOnceAndNothingIsLost() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of());
                OperatorLog log = new OperatorLog("dev.sekisho.bruteforce")) {
            attackers.databaseAway = true;
            attackers.succeed("alice@example.org", "192.0.2.7");
            for (int i = 0; i < 3; i++) {
                attackers.known.write();
                assertThat(log.lines()).singleElement().asString().startsWith("SKS0803W");
            }
            assertThat(attackers.known.progress().status().waiting()).isEqualTo(2);
            attackers.databaseAway = false;
            attackers.known.write();
            assertThat(log.lines()).as("it may fail again at once").hasSize(1);
            clock.advance(Duration.ofSeconds(5));
            attackers.known.write();
            assertThat(attackers.written).hasSize(2);
            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("SKS0803W"),
                            over -> assertThat(over).startsWith("SKS0804I"));
        }
    }

    @Test
    void aWriterWithNothingToWriteGetsOn() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of())) {
            attackers.known.write();
            assertThat(attackers.known.progress().status().lastSuccess()).isEqualTo(clock.instant());
        }
    }

    @Test
    void whatIsTooOldToMatterIsDeletedOnceADay() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of("known-days", "7"))) {
            attackers.succeed("alice@example.org", "192.0.2.7");
            attackers.known.write();
            clock.advance(Duration.ofDays(7));
            attackers.known.write();
            assertThat(attackers.written).hasSize(2);
            clock.advance(Duration.ofDays(1));
            attackers.known.write();
            assertThat(attackers.written).isEmpty();
        }
    }

    @Test
    void aNetworkIsKnownForSoManyDaysAfterTheLastGoodLogin() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of("known-days", "7"))) {
            LoginAttempt attempt = TestBruteForce.plain("alice@example.org", "192.0.2.8", "right");
            assertThat(attackers.bruteForce.isKnown(attempt)).isFalse();
            attackers.succeed("alice@example.org", "192.0.2.7");
            clock.advance(Duration.ofDays(7));
            assertThat(attackers.bruteForce.isKnown(attempt)).isTrue();
            clock.advance(Duration.ofDays(1));
            assertThat(attackers.bruteForce.isKnown(attempt)).isFalse();
        }
    }

    @Test
    void noMoreThanAHundredThousandRowsWaitForADatabaseThatIsAway() {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of())) {
            for (int i = 0; i <= 50_000; i++) {
                attackers.known.remember("u" + i + "@example.org", IpNetwork.parse("192.0.2.7"));
            }
            assertThat(attackers.known.progress().status().waiting()).isEqualTo(100_000);
        }
    }

    /** Whether its networks are written already or still wait. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecreatedAccountInheritsNeitherNetworksNorAddresses(boolean written) {
        String alice = "alice@example.org";
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of())) {
            attackers.succeed(alice, "192.0.2.7");
            attackers.succeed("bob@example.org", "198.51.100.7");
            if (written) {
                attackers.known.write();
            }
            attackers.known.forget(alice, written ? List.of("192.0.2.0/24", "192.0.2.7") : List.of());
            attackers.known.write();
            assertThat(attackers.known.progress().status().waiting()).isZero();
            assertThat(attackers.known.standing(alice, IpNetwork.parse("192.0.2.7")))
                    .isEqualTo(Standing.STRANGER);

            attackers.succeed(alice, "192.0.2.8");
            assertThat(attackers.known.standing(alice, IpNetwork.parse("192.0.2.7")))
                    .isEqualTo(Standing.KNOWN_NETWORK);
            assertThat(attackers.known.standing("bob@example.org", IpNetwork.parse("198.51.100.7")))
                    .isEqualTo(Standing.KNOWN_ADDRESS);
        }
    }
}
