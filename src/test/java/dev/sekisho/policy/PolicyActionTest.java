// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyActionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DUNNO",
                "OK",
                "450 4.7.1 Try again later",
                "450 Try again later",
                "552 5.2.2 Mailbox is full",
                "550 5.1.1  Unknown user",
                "550 5 is too many",
                "DEFER_IF_PERMIT Try again later",
                "REJECT",
                "PREPEND X-Note: a=b",
                "REJECT Postfach überfüllt"
            })
    void anActionIsEncodedAsOneLineAndAnEmptyOne(String text) {
        PolicyAction action = PolicyAction.of(text);
        ByteBuffer buffer = ByteBuffer.allocate(action.encodedBytes());
        action.encodeTo(buffer);

        assertThat(action.text()).isEqualTo(text);
        assertThat(new String(buffer.array(), StandardCharsets.UTF_8)).isEqualTo("action=" + text + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " DUNNO",
                "DUNNO ",
                "DUNNO\n",
                "REJECT a\r\nb",
                "REJECT a\tb",
                "REJECT a\0b",
                "REJECT a\u007fb",
                "REJECT a\u0085b",
                "550",
                "450 4.7.1",
                "550 5.1.1 ",
                "250 ok",
                "1234",
                "55 text",
                "5500 text",
                "550-text",
                "650 text",
                "050 text",
                "950 text"
            })
    void whatPostfixWouldTakeForSomethingElseIsRefused(String text) {
        assertThatThrownBy(() -> PolicyAction.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextMayHave512BytesAndNoMore() {
        assertThat(PolicyAction.of("REJECT " + "x".repeat(505)).encodedBytes()).isEqualTo(521);
        assertThatThrownBy(() -> PolicyAction.of("REJECT " + "x".repeat(506)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyAction.of("REJECT " + "ü".repeat(253)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerIsWrittenWholeOrNotAtAll() {
        ByteBuffer buffer = ByteBuffer.allocate(PolicyAction.DUNNO.encodedBytes() - 1);

        assertThatThrownBy(() -> PolicyAction.DUNNO.encodeTo(buffer)).isInstanceOf(BufferOverflowException.class);
        assertThat(buffer.position()).isZero();
    }

    @Test
    void actionsAreEqualByTheirText() {
        assertThat(PolicyAction.of("DUNNO")).isEqualTo(PolicyAction.DUNNO).hasSameHashCodeAs(PolicyAction.DUNNO);
        assertThat(PolicyAction.of("OK")).isNotEqualTo(PolicyAction.DUNNO).hasToString("OK");
    }
}
