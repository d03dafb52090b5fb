// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The blocks that apply to a client of an account are those that its next login would meet. */
class ApplyingBlocksTest extends BruteForceScenario {
    private List<Rule> applying(String account, String client) {
        return sekisho.bruteForce.applying(account, client).stream()
                .map(Block::rule)
                .toList();
    }

    @Test
    void aGuesserIsBlockedForTheAccountAndThenAsAnAddress() {
        assertThat(applying(ALICE, THIEF)).isEmpty();
        guess(ALICE, THIEF, 11);
        assertThat(applying(ALICE, THIEF)).containsExactly(Rule.ACCOUNT_NETWORK);
        assertThat(applying(BOB, THIEF)).isEmpty();
        guess(ALICE, THIEF, 21);
        assertThat(applying("Alice@Example.ORG", THIEF)).containsExactly(Rule.ADDRESS, Rule.ACCOUNT_NETWORK);
        assertThat(applying(BOB, THIEF)).containsExactly(Rule.ADDRESS);
        assertThat(applying(ALICE, HOME)).isEmpty();
    }

    @Test
    void aKnownAddressIsNotSubjectToBlocksOfStrangers() {
        sekisho.succeed(ALICE, THIEF);
        guess(BOB, THIEF, 21);
        assertThat(applying(BOB, THIEF)).contains(Rule.ADDRESS);
        assertThat(applying(ALICE, THIEF)).isEmpty();
    }

    @Test
    void anObservedRuleAppliesToNone() {
        configure(Map.of("observe", "address, account-network"));
        guess(ALICE, THIEF, 30);
        assertThat(applying(ALICE, THIEF)).isEmpty();
    }
}
