// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.EncryptionKey;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of the keys of encrypted secrets.
 *
 * @param keys the keys of the environment in their order
 * @param keyFile a file with more keys, which is read again when it changes; empty for none
 * @param activeKey the identifier of the key that encrypts; empty for the first key
 */
@ThreadSafe
public record KeyRingConfig(List<EncryptionKey> keys, String keyFile, String activeKey) {
    private static final Setting<String> KEYS = Setting.secret(
            "sekisho.keyring.keys",
            "identifier:base64 of 32 bytes, several separated by commas",
            "Keys that encrypt the clear secrets of CRAM-MD5 and APOP.");
    private static final Setting<String> KEY_FILE = Setting.text(
            "sekisho.keyring.key-file",
            "",
            "a path",
            "File with such keys, one \"identifier base64\" a line; read again when it changes.",
            String::strip);
    private static final Setting<String> ACTIVE_KEY = Setting.text(
            "sekisho.keyring.active-key",
            "",
            "the identifier of a key",
            "Key that encrypts; unset, the first of keys, or else of the file.",
            String::strip);

    public static final List<Setting<?>> SETTINGS = List.of(KEYS, KEY_FILE, ACTIVE_KEY);

    public static KeyRingConfig read(Settings settings) {
        List<EncryptionKey> keys = new ArrayList<>();
        String text = settings.get(KEYS).strip();
        if (!text.isEmpty()) {
            for (String each : text.split(",", -1)) {
                int colon = each.indexOf(':');
                try {
                    keys.add(EncryptionKey.of(
                            each.substring(0, Math.max(colon, 0)).strip(),
                            each.substring(colon + 1).strip()));
                } catch (IllegalArgumentException e) {
                    settings.problem(KEYS.name() + ": " + e.getMessage());
                }
            }
        }
        return new KeyRingConfig(List.copyOf(keys), settings.get(KEY_FILE), settings.get(ACTIVE_KEY));
    }
}
