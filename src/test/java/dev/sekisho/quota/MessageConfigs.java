// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.util.Map;

/** Configurations of the door, read as the gate reads them. Holds no state. */
final class MessageConfigs {
    private MessageConfigs() {}

    static MessageConfig defaults() {
        return of(Map.of());
    }

    static MessageConfig with(String name, String value) {
        return of(Map.of(name, value));
    }

    static MessageConfig with(String name, String value, String name2, String value2) {
        return of(Map.of(name, value, name2, value2));
    }

    private static MessageConfig of(Map<String, String> values) {
        Settings settings = new Settings(new TestConfig(values));
        return MessageConfig.read(settings);
    }
}
