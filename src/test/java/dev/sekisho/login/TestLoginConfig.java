// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.database.LimitedReads;
import dev.sekisho.login.credential.CredentialUsage;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.login.credential.KeyRingConfig;
import dev.sekisho.login.credential.PasswordCheck;
import dev.sekisho.login.credential.VerificationPool;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations of the auth backend, read as in production. Stateless. */
public final class TestLoginConfig {
    private TestLoginConfig() {}

    public static LoginConfig config() {
        return config(Map.of());
    }

    public static LoginConfig config(String name, String value) {
        return config(Map.of(name, value));
    }

    /** A configuration of {@code properties}, by their names without {@code sekisho.login.}. */
    public static LoginConfig config(Map<String, String> properties) {
        Map<String, String> whole = new HashMap<>();
        properties.forEach((name, value) -> whole.put("sekisho.login." + name, value));
        Settings settings = new Settings(new TestConfig(whole));
        LoginConfig config = LoginConfig.read(settings);
        if (!settings.problems().isEmpty()) {
            throw new IllegalArgumentException(settings.problems().toString());
        }
        return config;
    }

    /** A check on the caller's thread, beside a database of secrets in memory. */
    public static PasswordCheck check(LoginConfig config, TestSecrets secrets, KeyRing keyRing) {
        return new PasswordCheck(
                config,
                secrets,
                keyRing,
                new CredentialUsage(secrets, Clock.systemUTC()),
                new VerificationPool(Runnable::run, 1, 0),
                LimitedReads.direct(),
                Clock.systemUTC());
    }

    public static PasswordCheck check(LoginConfig config) {
        return check(config, new TestSecrets(), new KeyRing(new KeyRingConfig(List.of(), "", "")));
    }
}
