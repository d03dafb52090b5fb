// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.PolicyAction;
import org.junit.jupiter.api.Test;

/** What a client reads of a rejection. */
class ReplyTextTest {
    @Test
    void onlyPrintableAsciiIsLeft() {
        assertThat(ReplyText.orElse("! full ~\u007f\u001f\u00e9.", "substitute"))
                .isEqualTo("! full ~???.");
        assertThat(ReplyText.orElse("452 4.2.2", "substitute")).isEqualTo("substitute");
    }

    @Test
    void theReferenceIsAddedUpToTheLongestTextOfAnAction() {
        int room = PolicyAction.MAX_TEXT_BYTES - "552  (ref 7hk4n2xd)".length();
        PolicyAction fits = PolicyAction.of("552 " + "x".repeat(room));
        assertThat(ReplyText.withReference(fits, "7hk4n2xd").text()).endsWith("x (ref 7hk4n2xd)");
        PolicyAction longer = PolicyAction.of("552 " + "x".repeat(room + 1));
        assertThat(ReplyText.withReference(longer, "7hk4n2xd")).isEqualTo(longer);
    }
}
