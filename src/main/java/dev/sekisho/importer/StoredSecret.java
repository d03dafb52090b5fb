// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.password.HashShape;
import dev.sekisho.password.PasswordScheme;
import java.util.Optional;

/**
 * Stored passwords as Dovecot writes them, {@code {SCHEME}data}: where the scheme is missing, the hash itself tells it.
 */
@Immutable
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
        return HashShape.of(text).map(PasswordScheme::wireName).or(() -> scheme).map(name -> "{" + name + "}" + text);
    }

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

    static boolean isClear(String secret) {
        int end = secret.indexOf('}');
        String name = secret.startsWith("{") && end > 0 ? secret.substring(1, end) : "";
        int suffix = name.indexOf('.');
        return PasswordScheme.named(suffix < 0 ? name : name.substring(0, suffix))
                .filter(PasswordScheme::isClear)
                .isPresent();
    }
}
