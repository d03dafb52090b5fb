// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Verdict.Effect;
import dev.sekisho.net.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The blocks as operators see and lift them. */
class BlockListTest extends BruteForceScenario {
    @Test
    void aBlockEndsByItself() {
        guess(ALICE, THIEF, 11);
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.blocks.page("", 10, each -> true)).isEmpty();
    }

    @Test
    void aBlockIsListedExplainedAndLifted() {
        guess(ALICE, THIEF, 11);
        Block block = sekisho.blocks.page("", 10, each -> true).get(0);
        assertThat(block.rule()).isEqualTo(Rule.ACCOUNT_NETWORK);
        assertThat(block.subject()).isEqualTo(ALICE + " 198.51.100.0/24");
        assertThat(block.count()).isEqualTo(11);
        assertThat(block.limit()).isEqualTo(10);
        assertThat(block.concernsAccount("Alice@example.org")).isTrue();
        assertThat(block.concernsAccount("lice@example.org")).isFalse();
        assertThat(block.concernsAddress(IpNetwork.parse(THIEF))).isTrue();
        assertThat(block.concernsAddress(IpNetwork.parse(HOME))).isFalse();
        assertThat(sekisho.bruteForce.lift(block.id())).isTrue();
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.bruteForce.lift(block.id())).isFalse();
    }

    @Test
    void aLiftedBlockComesBackOnlyAfterAsManyFailuresAsTheFirst() {
        guess(ALICE, THIEF, 11);
        sekisho.bruteForce.lift(sekisho.blocks.page("", 10, each -> true).get(0).id());
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void aBlockOfAnAccountConcernsNoAddress() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        Block block = sekisho.blocks
                .page("", 10, each -> each.rule() == Rule.DISTRIBUTED)
                .get(0);
        assertThat(block.subject()).isEqualTo(ALICE);
        assertThat(block.concernsAddress(IpNetwork.parse("10.0.1.1"))).isFalse();
    }

    @Test
    void blocksAreListedInPagesInTheOrderOfTheirKeys() {
        for (int i = 0; i < 5; i++) {
            guess(ALICE, "10.0." + i + ".1", 11);
        }
        List<String> keys = new ArrayList<>();
        for (List<Block> page = sekisho.blocks.page("", 2, each -> true);
                !page.isEmpty();
                page = sekisho.blocks.page(keys.get(keys.size() - 1), 2, each -> true)) {
            assertThat(page).hasSizeBetween(1, 2);
            page.forEach(each -> keys.add(each.key()));
        }
        assertThat(keys).hasSize(5).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aBlockHasItsAccount() {
        sekisho.succeed("two words@example.org", HOME);
        guess("two words@example.org", THIEF, 11);
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
            sekisho.fail("user" + i + "@example.org", "203.0.113.1", "guess " + i);
        }
        assertThat(sekisho.blocks.page("", 10, each -> true))
                .extracting(block -> block.rule() + " " + block.account().orElse("none"))
                .containsExactlyInAnyOrder(
                        "ACCOUNT_NETWORK two words@example.org", "DISTRIBUTED " + ALICE, "ADDRESS none");
    }
}
