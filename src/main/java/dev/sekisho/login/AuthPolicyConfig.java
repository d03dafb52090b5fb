// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration of Dovecot's auth-policy endpoint.
 *
 * @param key the key that Dovecot must send; empty if the endpoint is off
 */
@Immutable
public record AuthPolicyConfig(String key) {
    private static final Pattern KEY_PATTERN = Pattern.compile("[!-~]{16,200}");

    private static final Setting<String> KEY = Setting.secret(
            "sekisho.authpolicy.key",
            "16 to 200 printable characters, no blanks",
            "Shared secret of Dovecot's auth_policy_server_api_header, as X-API-Key or as the password of Basic. Unset:"
                    + " /auth/policy is off.");

    public static final List<Setting<?>> SETTINGS = List.of(KEY);

    public static AuthPolicyConfig read(Settings settings) {
        String key = settings.get(KEY);
        if (!key.isEmpty() && !KEY_PATTERN.matcher(key).matches()) {
            settings.problem(KEY.name() + " must be " + KEY.bounds());
        }
        return new AuthPolicyConfig(key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AuthPolicyConfig[key=***]";
    }
}
