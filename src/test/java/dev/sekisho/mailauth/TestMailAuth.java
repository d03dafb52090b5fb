// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.database.LimitedReads;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations of the auth backend, read as in production. Stateless. */
final class TestMailAuth {
    private TestMailAuth() {}

    static MailAuthConfig config() {
        return config(Map.of());
    }

    static MailAuthConfig config(String name, String value) {
        return config(Map.of(name, value));
    }

    /** @param properties by name without {@code sekisho.mailauth.} */
    static MailAuthConfig config(Map<String, String> properties) {
        Map<String, String> whole = new HashMap<>();
        properties.forEach((name, value) -> whole.put("sekisho.mailauth." + name, value));
        Settings settings = new Settings(new TestConfig(whole));
        MailAuthConfig config = MailAuthConfig.read(settings);
        if (!settings.problems().isEmpty()) {
            throw new IllegalArgumentException(settings.problems().toString());
        }
        return config;
    }

    /** A check on the caller's thread, beside a database of secrets in memory. */
    static PasswordCheck check(MailAuthConfig config, TestSecrets secrets, SealKeys seals) {
        return new PasswordCheck(
                config,
                secrets,
                seals,
                new LoginUses(secrets, Clock.systemUTC()),
                new VerificationPool(Runnable::run, 1, 0),
                LimitedReads.direct(),
                Clock.systemUTC());
    }

    static PasswordCheck check(MailAuthConfig config) {
        return check(config, new TestSecrets(), new SealKeys(new SealConfig(List.of(), "", "")));
    }
}
