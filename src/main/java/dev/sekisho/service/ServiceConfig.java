// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;

/**
 * Configuration of what staff change.
 *
 * @param passwordScheme the scheme that clear passwords are hashed with, unless the request names another
 * @param domainRaiseFactor how many times an account's limit staff of its domain may raise it to
 * @param domainRaiseDays for how many days at most they may
 */
@Immutable
public record ServiceConfig(PasswordScheme passwordScheme, int domainRaiseFactor, int domainRaiseDays) {
    private static final Setting<PasswordScheme> PASSWORD_SCHEME = new Setting<>(
            "sekisho.admin.password-scheme",
            "SHA512-CRYPT",
            "a scheme of Dovecot",
            "Scheme that the API hashes a clear password with, unless the request names another.",
            false,
            text -> PasswordScheme.forNew(text.strip()));

    private static final Setting<Integer> DOMAIN_RAISE_FACTOR = Setting.integer(
            "sekisho.admin.domain-raise-factor",
            5,
            1,
            1_000,
            "times",
            "How many times an account's limit the role sekisho-domain-support may raise it to; 1: not at all.");
    private static final Setting<Integer> DOMAIN_RAISE_DAYS = Setting.integer(
            "sekisho.admin.domain-raise-days",
            7,
            1,
            366,
            "days",
            "For how long at most the role sekisho-domain-support may raise a limit.");

    public static final List<Setting<?>> SETTINGS = List.of(PASSWORD_SCHEME, DOMAIN_RAISE_FACTOR, DOMAIN_RAISE_DAYS);

    public static ServiceConfig read(Settings settings) {
        return new ServiceConfig(
                settings.get(PASSWORD_SCHEME), settings.get(DOMAIN_RAISE_FACTOR), settings.get(DOMAIN_RAISE_DAYS));
    }
}
