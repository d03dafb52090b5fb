// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.Map;
import java.util.Optional;

/**
 * What the doctor needs to know of the gate: its ports, and what its settings file says of the rest.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param ratelimitPort port of door 2
 * @param quotaPort port of door 3
 * @param connectionsPerHost connections that one gate keeps to a quota-status
 * @param key the secret that nginx has to send, if the settings are known and have one
 * @param action answer to a spent limit, if set
 * @param place the settings file
 */
public record GateFacts(
        int ratelimitPort,
        int quotaPort,
        int connectionsPerHost,
        Optional<String> key,
        Optional<String> action,
        Place place) {
    /** The gate's own defaults. */
    public static GateFacts defaults() {
        return of(Map.of(), "the gate's defaults");
    }

    /**
     * Reads settings by property name; what is absent or no number is the default, as "config check" judges them.
     *
     * @param file what to call them
     */
    public static GateFacts of(Map<String, String> settings, String file) {
        return new GateFacts(
                number(settings, "sekisho.ratelimit.port", 10_031),
                number(settings, "sekisho.quota.port", 10_032),
                number(settings, "sekisho.quota.connections-per-host", 8),
                Optional.ofNullable(settings.get("sekisho.mailauth.key")).filter(key -> !key.isEmpty()),
                Optional.ofNullable(settings.get("sekisho.ratelimit.action")).filter(action -> !action.isEmpty()),
                new Place(file, 0));
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        String text = settings.getOrDefault(name, "").strip();
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    @Override
    public String toString() {
        return "GateFacts[" + ratelimitPort + ", " + quotaPort + "]";
    }
}
