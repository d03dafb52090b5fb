// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaConfigTest {

    @Test
    void eachDefaultIsValid() {
        assertThat(QuotaConfig.SETTINGS)
                .allSatisfy(setting ->
                        assertThat(value(setting.name(), setting.defaultText())).isNotNull());
    }

    @Test
    void aFullMailboxIsRefusedByDefault() {
        assertThat(value("sekisho.quota.over-quota-reply", "552")).isEqualTo(OverQuotaReply.REFUSE);
        assertThat(OverQuotaReply.REFUSE.code()).isEqualTo("552");
        assertThat(OverQuotaReply.DEFER.code()).isEqualTo("452");
        assertThat(value("sekisho.quota.over-quota-reply", " 452 ")).isEqualTo(OverQuotaReply.DEFER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "550", "5.2.2", "refuse"})
    void noOtherReplyIsPermitted(String text) {
        assertThatThrownBy(() -> value("sekisho.quota.over-quota-reply", text)).hasMessage("must be 552 or 452");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.2.2", "Postfach voll: überfüllt", "two\nlines"})
    void wordsThatWouldBreakAReplyAreRefused(String text) {
        assertThatThrownBy(() -> value("sekisho.quota.over-quota-text", text))
                .hasMessage("must be printable ASCII with a letter in it");
    }

    private static Object value(String name, String text) {
        Setting<?> setting = QuotaConfig.SETTINGS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return setting.parser().apply(text);
    }
}
