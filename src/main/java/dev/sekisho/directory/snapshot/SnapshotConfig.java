// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;

/**
 * Configuration of the directory.
 *
 * @param recipientDelimiter the characters that begin an address extension; empty for none
 */
@Immutable
public record SnapshotConfig(String recipientDelimiter) {
    private static final Setting<String> RECIPIENT_DELIMITER = Setting.text(
            "sekisho.account.recipient-delimiter",
            "+",
            "1 to 4 of the characters + - = . _ # !, or none",
            "Characters that begin an address extension, as in Postfix's recipient_delimiter: mail for"
                    + " alice+work@example.org goes to alice@example.org.",
            SnapshotConfig::delimiters);

    public static final List<Setting<?>> SETTINGS = List.of(RECIPIENT_DELIMITER);

    public static SnapshotConfig read(Settings settings) {
        return new SnapshotConfig(settings.get(RECIPIENT_DELIMITER));
    }

    private static String delimiters(String text) {
        String stripped = text.strip();
        if (stripped.equals("none")) {
            return "";
        }
        if (!stripped.matches("[-+=._#!]{1,4}")) {
            throw new IllegalArgumentException("must be 1 to 4 of the characters + - = . _ # !, or none");
        }
        return stripped;
    }
}
