// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Notifications and configurations for the tests. Stateless. */
final class TestNotifications {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private TestNotifications() {}

    static Notification notice(Notification.Kind kind, String account) {
        return new Notification(
                kind,
                account,
                account.substring(account.indexOf('@') + 1),
                "account",
                "100/1h",
                80,
                100,
                NOON,
                NOON.plusSeconds(90));
    }

    /** The settings of {@code pairs} (names without {@code sekisho.notification.}), which must be right. */
    static NotificationConfig config(String... pairs) {
        Settings settings = settings(pairs);
        NotificationConfig config = NotificationConfig.read(settings);
        if (!settings.problems().isEmpty()) {
            throw new AssertionError(settings.problems());
        }
        return config;
    }

    static Settings settings(String... pairs) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("sekisho.notification." + pairs[i], pairs[i + 1]);
        }
        return new Settings(new TestConfig(properties));
    }
}
