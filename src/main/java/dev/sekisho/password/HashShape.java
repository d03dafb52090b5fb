// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recognises the scheme of a hash without {@code {SCHEME}} by its prefix: crypt(5) and Argon2. Traditional DES has no
 * prefix and is not recognised.
 */
@ThreadSafe
public final class HashShape {
    private static final Map<String, PasswordScheme> PREFIXES = new TreeMap<>(Map.ofEntries(
            Map.entry("$1$", PasswordScheme.MD5_CRYPT),
            Map.entry("$2a$", PasswordScheme.BLF_CRYPT),
            Map.entry("$2b$", PasswordScheme.BLF_CRYPT),
            Map.entry("$2x$", PasswordScheme.BLF_CRYPT),
            Map.entry("$2y$", PasswordScheme.BLF_CRYPT),
            Map.entry("$5$", PasswordScheme.SHA256_CRYPT),
            Map.entry("$6$", PasswordScheme.SHA512_CRYPT),
            Map.entry("$argon2i$", PasswordScheme.ARGON2I),
            Map.entry("$argon2id$", PasswordScheme.ARGON2ID),
            // Dovecot has no specific name for these.
            Map.entry("$y$", PasswordScheme.CRYPT),
            Map.entry("$gy$", PasswordScheme.CRYPT),
            Map.entry("$7$", PasswordScheme.CRYPT),
            Map.entry("$sha1$", PasswordScheme.CRYPT),
            Map.entry("$md5$", PasswordScheme.CRYPT),
            Map.entry("$md5,", PasswordScheme.CRYPT),
            Map.entry("$3$", PasswordScheme.CRYPT)));

    private HashShape() {}

    /** The scheme; empty if the prefix is unknown. */
    public static Optional<PasswordScheme> of(String hash) {
        return PREFIXES.entrySet().stream()
                .filter(each -> hash.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
