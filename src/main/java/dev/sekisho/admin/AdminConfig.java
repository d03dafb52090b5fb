// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.password.PasswordScheme;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;

/**
 * Configuration of the admin API.
 *
 * @param passwordScheme the scheme that clear passwords are hashed with, unless the request names another
 *     <p>Immutable and safe for use by any thread.
 */
public record AdminConfig(PasswordScheme passwordScheme) {
    private static final Setting<PasswordScheme> PASSWORD_SCHEME = new Setting<>(
            "sekisho.admin.password-scheme",
            "SHA512-CRYPT",
            "a scheme of Dovecot",
            "Scheme that the API hashes a clear password with, unless the request names another.",
            false,
            text -> PasswordScheme.named(text.strip())
                    .orElseThrow(() -> new IllegalArgumentException("is not a password scheme")));

    public static final List<Setting<?>> SETTINGS = List.of(PASSWORD_SCHEME);

    public static AdminConfig read(Settings settings) {
        return new AdminConfig(settings.get(PASSWORD_SCHEME));
    }
}
