// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.util.HashMap;
import java.util.Map;

/** Configurations of the service, read as Sekisho reads them. Holds no state. */
public final class MessageConfigs {
    private MessageConfigs() {}

    public static MessageConfig defaults() {
        return of(Map.of());
    }

    public static MessageConfig with(String name, String value) {
        return of(Map.of(name, value));
    }

    public static MessageConfig with(String name, String value, String name2, String value2) {
        return of(Map.of(name, value, name2, value2));
    }

    /** More than two settings. Confined to the test's thread. */
    public static final class Of {
        private final Map<String, String> values = new HashMap<>();

        Of and(String name, String value) {
            values.put(name, value);
            return this;
        }

        MessageConfig config() {
            return of(values);
        }
    }

    private static MessageConfig of(Map<String, String> values) {
        Settings settings = new Settings(new TestConfig(values));
        return MessageConfig.read(settings);
    }
}
