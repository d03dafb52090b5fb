// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stored passwords as Dovecot writes them, {@code {SCHEME}data}: where the scheme is missing, the hash itself tells it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StoredSecret {
    private final Optional<String> scheme;

    /** Knows the scheme of what tells none, such as {@code CRYPT}: Dovecot's {@code default_pass_scheme}. */
    public StoredSecret(Optional<String> scheme) {
        this.scheme = scheme;
    }

    /** The stored password with its scheme; empty if nobody knows it, or if there is no password. */
    Optional<String> of(String stored) {
        String text = stored.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.startsWith("{") && text.indexOf('}') > 1) {
            return Optional.of(text);
        }
        return shape(text).or(() -> scheme).map(name -> "{" + name + "}" + text);
    }

    /** Of crypt(5), what Dovecot has no name of its own for. */
    private static final Pattern CRYPT = Pattern.compile("\\$(?:g?y|7|sha1|3)\\$");

    /** Whether no password can be right: there is none, or it is locked as passwd(1) and administrators do it. */
    boolean isLocked(String stored) {
        String text = stored.strip();
        String hash = text.startsWith("{") ? text.substring(text.indexOf('}') + 1) : text;
        if (hash.isEmpty() || of(stored).filter(StoredSecret::isClear).isPresent()) {
            return hash.isEmpty();
        }
        return hash.startsWith("!") || (hash.startsWith("*") && !isMysqlHash(hash));
    }

    /** MySQL's own hashes begin with an asterisk, too. */
    private static boolean isMysqlHash(String hash) {
        return hash.matches("\\*[0-9A-Fa-f]{40}");
    }

    /** crypt(5) and Argon2 begin with what they are. */
    private static Optional<String> shape(String text) {
        if (text.startsWith("$1$")) {
            return Optional.of("MD5-CRYPT");
        } else if (text.startsWith("$2")) {
            return Optional.of("BLF-CRYPT");
        } else if (text.startsWith("$5$")) {
            return Optional.of("SHA256-CRYPT");
        } else if (text.startsWith("$6$")) {
            return Optional.of("SHA512-CRYPT");
        } else if (text.startsWith("$argon2id$")) {
            return Optional.of("ARGON2ID");
        } else if (CRYPT.matcher(text).lookingAt()) {
            return Optional.of("CRYPT");
        }
        return text.startsWith("$argon2i$") ? Optional.of("ARGON2I") : Optional.empty();
    }

    static boolean isClear(String secret) {
        String upper = secret.substring(0, Math.max(0, secret.indexOf('}'))).toUpperCase(Locale.ROOT);
        return upper.startsWith("{PLAIN.") || upper.equals("{PLAIN") || upper.startsWith("{CLEAR");
    }
}
