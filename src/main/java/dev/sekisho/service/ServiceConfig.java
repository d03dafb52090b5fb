// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;

/**
 * Configuration of the changes that staff make.
 *
 * @param passwordScheme scheme for clear-text passwords, unless the request names another
 * @param temporaryLimitFactor maximum of a temporary limit that staff of a domain set, in multiples of the account's
 *     limit
 * @param temporaryLimitDays maximum duration of such a limit, in days
 */
@Immutable
public record ServiceConfig(PasswordScheme passwordScheme, int temporaryLimitFactor, int temporaryLimitDays) {
    private static final Setting<PasswordScheme> PASSWORD_SCHEME = new Setting<>(
            "sekisho.admin.password-scheme",
            "SHA512-CRYPT",
            "a scheme of Dovecot",
            "Scheme with which the API hashes a clear-text password, unless the request names another.",
            false,
            text -> PasswordScheme.forNew(text.strip()));

    private static final Setting<Integer> TEMPORARY_LIMIT_FACTOR = Setting.integer(
            "sekisho.admin.temporary-limit-factor",
            5,
            1,
            1_000,
            "times",
            "Maximum of a temporary limit that the role sekisho-domain-support may set, in multiples of the account's"
                    + " limit. 1: none.");
    private static final Setting<Integer> TEMPORARY_LIMIT_DAYS = Setting.integer(
            "sekisho.admin.temporary-limit-days",
            7,
            1,
            366,
            "days",
            "Maximum duration of a temporary limit that the role sekisho-domain-support may set.");

    public static final List<Setting<?>> SETTINGS =
            List.of(PASSWORD_SCHEME, TEMPORARY_LIMIT_FACTOR, TEMPORARY_LIMIT_DAYS);

    public static ServiceConfig read(Settings settings) {
        return new ServiceConfig(
                settings.get(PASSWORD_SCHEME),
                settings.get(TEMPORARY_LIMIT_FACTOR),
                settings.get(TEMPORARY_LIMIT_DAYS));
    }
}
