// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor needs to know of Sekisho: its ports, and what its settings file says of the rest.
 *
 * @param sendLimitPort port of send limits
 * @param quotaPort port of quota
 * @param connectionsPerHost connections that one node keeps to a quota-status
 * @param key the secret that nginx has to send, if the settings are known and have one
 * @param action answer to a spent limit, if set
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
    /** Sekisho's own defaults. */
    public static SekishoSettings defaults() {
        return of(Map.of(), "Sekisho's defaults");
    }

    /**
     * Reads settings by property name; what is absent or no number is the default, as "config check" judges them.
     *
     * @param file what to call them
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
        return "GateFacts[" + sendLimitPort + ", " + quotaPort + "]";
    }
}
