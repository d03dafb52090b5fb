// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    @Test
    void aQuotedTextNeitherEndsItsQuotesNorItsLine() {
        assertThat(LogText.quoted("a\"b\\c\r\nd\u202ee\u2028f\u0085g"))
                .isEqualTo("\"a\\\"b\\\\c\\u000d\\u000ad\\u202ee\\u2028f\\u0085g\"");
    }

    @Test
    void aTextThatATerminalWouldObeyIsEscaped() {
        assertThat(LogText.quoted("\u001b[31m")).isEqualTo("\"\\u001b[31m\"");
        assertThat(LogText.quoted(" ~\u001f\u007f")).isEqualTo("\" ~\\u001f\\u007f\"");
        assertThat(LogText.oneLine("a\u001b[31m\u202eb \r\n c")).isEqualTo("a\\u001b[31m\\u202eb c");
    }

    @Test
    void aValueIsCutAt200Characters() {
        assertThat(LogText.quoted("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "…\"");
        assertThat(LogText.quoted("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
    }

    @Test
    void whatPeopleReadStays() {
        assertThat(LogText.quoted("josé@例え.example \ud83d\ude00")).isEqualTo("\"josé@例え.example \ud83d\ude00\"");
        assertThat(LogText.quoted("")).isEqualTo("\"\"");
    }

    @Test
    void halfOfASurrogatePairIsEscapedAndACutLeavesPairsWhole() {
        assertThat(LogText.quoted("a\ud83d")).isEqualTo("\"a\\ud83d\"");
        assertThat(LogText.quoted("ab\ud83d\ude00", 3)).isEqualTo("\"ab…\"");
        assertThat(LogText.quoted("abc", 3)).isEqualTo("\"abc\"");
        assertThat(LogText.quoted("abcd", 3)).isEqualTo("\"abc…\"");
    }

    @Test
    void aCharacterOutsideTheBmpThatIsInvisibleIsEscapedAsAPair() {
        assertThat(LogText.quoted(new String(Character.toChars(0xe0020)))).isEqualTo("\"\\udb40\\udc20\"");
    }

    @Test
    void aCauseIsOneLine() {
        assertThat(LogText.cause(new IllegalStateException("a\n\n  b\tc\u0000")))
                .isEqualTo("java.lang.IllegalStateException: a b c\\u0000");
        assertThat(LogText.message(new IllegalStateException("\na\nb\n"))).isEqualTo("a b");
        assertThat(LogText.message(new IllegalStateException())).isEqualTo("null");
        assertThat(LogText.cause(new IllegalStateException("x".repeat(1_000))))
                .hasSize(401)
                .endsWith("…");
    }

    @Test
    void escapesCountForTheLength() {
        assertThat(LogText.quoted("\u0007".repeat(100), 20)).isEqualTo("\"" + "\\u0007".repeat(3) + "…\"");
        assertThat(LogText.quoted("\"".repeat(100), 5)).isEqualTo("\"\\\"\\\"…\"");
        assertThat(LogText.oneLine("\u0007".repeat(100), 20)).isEqualTo("\\u0007".repeat(3) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "~", "bob@example.org", "[2001:db8::1]:25", "a'b"})
    void visibleAsciiIsWrittenAsItIs(String text) {
        assertThat(LogText.isPlainAscii(text, text.length())).isTrue();
        assertThat(LogText.isPlainAscii(text + "x", text.length()))
                .as("too long")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a=b", "a\"b", "a\\b", "a\u007f", "\u001f", "é", "\ud83d\ude00", "a\n"})
    void anyOtherCharacterNeedsACloserLook(String text) {
        assertThat(LogText.isPlainAscii(text, 100)).isFalse();
    }
}
