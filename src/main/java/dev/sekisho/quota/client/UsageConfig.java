// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of the requests to doveadm.
 *
 * @param key Dovecot's {@code doveadm_api_key}, the same at all mail hosts; empty for no requests
 * @param timeout time limit of connecting, and of each piece of an answer
 * @param refresh the age of a usage at which mail for the mailbox has it read again
 */
@Immutable
public record UsageConfig(String key, Duration timeout, Duration refresh) {
    private static final Setting<String> KEY = Setting.secret(
            "sekisho.quota.doveadm-key",
            "Dovecot's doveadm_api_key",
            "Key of the mail hosts' doveadm HTTP API, which returns limit and usage of mailboxes and ends the sessions of"
                    + " a hijacked account. Unset: no requests.");
    private static final Setting<Integer> TIMEOUT_MILLIS = Setting.integer(
            "sekisho.quota.doveadm-timeout-millis",
            2000,
            50,
            30_000,
            "ms",
            "Time limit of a connection to doveadm, and of its answer.");
    private static final Setting<Integer> REFRESH_SECONDS = Setting.integer(
            "sekisho.quota.usage-refresh-seconds",
            60,
            1,
            86_400,
            "s",
            "The age of a usage at which mail for the mailbox has it read again in the background.");

    public static final List<Setting<?>> SETTINGS = List.of(KEY, TIMEOUT_MILLIS, REFRESH_SECONDS);

    public static UsageConfig read(Settings settings) {
        return new UsageConfig(
                settings.get(KEY).strip(),
                Duration.ofMillis(settings.get(TIMEOUT_MILLIS)),
                Duration.ofSeconds(settings.get(REFRESH_SECONDS)));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "UsageConfig[key=***, timeout=" + timeout + ", refresh=" + refresh + ']';
    }
}
