// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogfmtTest {
    @Test
    void pairsStandInTheOrderGiven() {
        StringBuilder text = new StringBuilder();
        new Logfmt(text).text("b", "x").number("a", -1).text("c", "y");
        assertThat(text).hasToString("b=x a=-1 c=y");
    }

    @Test
    void anEmptyValueTakesItsKeyAlong() {
        StringBuilder text = new StringBuilder();
        new Logfmt(text).text("a", "1").text("b", "").text("c", "3");
        assertThat(text).hasToString("a=1 c=3");
    }

    @Test
    void whatMailAddressesHoldNeedsNoQuotes() {
        assertThat(value("carol+2026@example.org")).isEqualTo("carol+2026@example.org");
        assertThat(value("josé@例え.example")).isEqualTo("josé@例え.example");
        assertThat(value("2001:db8::1")).isEqualTo("2001:db8::1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two words|\"two words\"",
                "a=b|\"a=b\"",
                "say \"no\"|\"say \\\"no\\\"\"",
                "back\\slash|\"back\\\\slash\"",
            })
    void whatWouldBreakAPairIsQuoted(String value, String written) {
        assertThat(value(value)).isEqualTo(written);
    }

    @Test
    void lineEndsControlCharactersAndTurnedTextAreEscaped() {
        assertThat(value("a\r\nb")).isEqualTo("\"a\\u000d\\u000ab\"");
        assertThat(value("\u001b[2J\u007f\u0085")).isEqualTo("\"\\u001b[2J\\u007f\\u0085\"");
        assertThat(value("a\u2028b\u202ec\u2066d")).isEqualTo("\"a\\u2028b\\u202ec\\u2066d\"");
    }

    @Test
    void aLongValueIsCutAt200CharactersAndShowsIt() {
        assertThat(value("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(value("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
        assertThat(value(" ".repeat(100_000))).isEqualTo('"' + " ".repeat(200) + "…\"");
    }

    @Test
    void noValueForgesALineOrAPair() {
        for (long seed = 0; seed < 2000; seed++) {
            String written = value(hostile(new Random(seed)));
            assertThat(written).as("seed %d", seed).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e]");
            String bare = written.replaceAll("^\"(\\\\.|[^\"\\\\])*\"$", "");
            assertThat(bare).as("seed %d", seed).doesNotContainPattern("[ =\"\\\\]");
        }
    }

    /** Mostly the characters that matter to the format, some of all others. */
    private static String hostile(Random random) {
        String characters = "\"\\= \n\r\t\u0000\u001b\u0085\u2028\u202ea=x…é";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(250); i > 0; i--) {
            text.append(
                    random.nextInt(4) == 0
                            ? (char) random.nextInt(0x10000)
                            : characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    private static String value(String value) {
        StringBuilder text = new StringBuilder();
        new Logfmt(text).text("k", value);
        return text.substring("k=".length());
    }
}
