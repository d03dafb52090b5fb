// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of Sekisho that the doctor needs.
 *
 * @param sendLimitPort port of send limits
 * @param quotaPort port of quota
 * @param connectionsPerHost connections that one node keeps to a quota-status
 * @param key the key that nginx must send, if set
 * @param action action when a send limit is reached, if set
 * @param countAt where messages are counted: {@code end-of-message}, {@code data} or {@code rcpt}
 * @param overQuotaReply code of the reply for a full mailbox, {@code 552} or {@code 452}
 * @param place the settings file
 */
@Immutable
public record SekishoSettings(
        int sendLimitPort,
        int quotaPort,
        int connectionsPerHost,
        Optional<String> key,
        Optional<String> action,
        String countAt,
        String overQuotaReply,
        Place place) {
    /** The defaults. */
    public static SekishoSettings defaults() {
        return of(Map.of(), "Sekisho's defaults");
    }

    /**
     * Reads settings by property name. An absent or invalid one has its default; "config check" reports invalid ones.
     *
     * @param file name of the settings in findings
     */
    public static SekishoSettings of(Map<String, String> settings, String file) {
        return new SekishoSettings(
                number(settings, "sekisho.sendlimit.port", 10_031),
                number(settings, "sekisho.quota.port", 10_032),
                number(settings, "sekisho.quota.connections-per-host", 8),
                Optional.ofNullable(settings.get("sekisho.login.key")).filter(key -> !key.isEmpty()),
                Optional.ofNullable(settings.get("sekisho.sendlimit.action")).filter(action -> !action.isEmpty()),
                text(settings, "sekisho.sendlimit.count-at", "end-of-message").replace('_', '-'),
                text(settings, "sekisho.quota.over-quota-reply", "552"),
                new Place(file, 0));
    }

    private static String text(Map<String, String> settings, String name, String otherwise) {
        String text = settings.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
        return text.isEmpty() ? otherwise : text;
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        String text = settings.getOrDefault(name, "").strip();
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    @Override
    public String toString() {
        return "SekishoSettings[" + sendLimitPort + ", " + quotaPort + "]";
    }
}
