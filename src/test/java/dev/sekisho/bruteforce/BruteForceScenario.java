// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.bruteforce.Verdict.Effect;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Brute-force protection over counters in this process, with two accounts, an attacker and a client at home. */
abstract class BruteForceScenario {
    static final String ALICE = "alice@example.org";
    static final String BOB = "bob@example.org";
    static final String THIEF = "198.51.100.7";
    static final String HOME = "192.0.2.7";

    final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    TestBruteForce sekisho = new TestBruteForce(clock, Map.of());
    OperatorLog log;

    @BeforeEach
    void listen() {
        log = new OperatorLog("dev.sekisho.bruteforce");
    }

    @AfterEach
    void close() {
        log.close();
        sekisho.close();
    }

    void configure(Map<String, String> properties) {
        sekisho.close();
        sekisho = new TestBruteForce(clock, properties);
    }

    void guess(String login, String client, int times) {
        for (int i = 0; i < times; i++) {
            sekisho.fail(login, client, "guess " + i);
        }
    }

    static LoginAttempt hashed(String login, String hash) {
        return new LoginAttempt(login, THIEF, hash, LoginAttempt.Kind.HASHED, 0);
    }

    static Consumer<Verdict> decided(Effect effect, int seconds, String rule) {
        return verdict -> {
            assertThat(verdict.effect()).isEqualTo(effect);
            assertThat(verdict.seconds()).isEqualTo(seconds);
            assertThat(verdict.rule()).isEqualTo(rule);
            assertThat(verdict.observedEffect()).isEmpty();
        };
    }
}
