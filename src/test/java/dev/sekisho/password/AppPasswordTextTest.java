// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class AppPasswordTextTest {
    @Test
    void whatIsMadeIsReadHoweverItIsTypedOver() {
        String text = AppPasswordText.generate();
        String bare = text.replace("-", "");
        for (String typed : new String[] {
            text,
            bare,
            text.replace('-', ' '),
            text.toUpperCase(Locale.ROOT),
            " " + text + " ",
            bare + " ".repeat(bare.length())
        }) {
            assertThat(AppPasswordText.canonical(Secret.of(typed)).map(Secret::text))
                    .as(typed)
                    .contains(bare);
        }
    }

    @Test
    void anyOtherShapeIsNone() {
        String bare = AppPasswordText.generate().replace("-", "");
        for (String other : new String[] {
            "",
            bare.substring(1),
            bare + "a",
            // Not in the alphabet: punctuation and letters outside ASCII.
            "!" + bare.substring(1),
            bare.substring(1) + "ü",
            bare + " ".repeat(bare.length() + 1)
        }) {
            assertThat(AppPasswordText.canonical(Secret.of(other))).as(other).isEmpty();
        }
    }
}
