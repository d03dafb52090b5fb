// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.password.HashShape;
import dev.sekisho.password.PasswordScheme;
import java.util.Optional;

/** Converts stored passwords to Dovecot's form {@code {SCHEME}data}; derives a missing scheme from the hash. */
@Immutable
public final class StoredSecret {
    private final Optional<String> scheme;

    /** @param scheme scheme for ambiguous hashes, such as {@code CRYPT}: Dovecot's {@code default_pass_scheme} */
    public StoredSecret(Optional<String> scheme) {
        this.scheme = scheme;
    }

    /** The stored password with its scheme; empty if the scheme is unknown, or if there is no password. */
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

    /** Whether no password can match: there is none, or it is locked with {@code !} or {@code *}, as by passwd(1). */
    boolean isLocked(String stored) {
        String text = stored.strip();
        String hash = text.startsWith("{") ? text.substring(text.indexOf('}') + 1) : text;
        if (hash.isEmpty() || of(stored).filter(StoredSecret::isClear).isPresent()) {
            return hash.isEmpty();
        }
        return hash.startsWith("!") || (hash.startsWith("*") && !isMysqlHash(hash));
    }

    /** MySQL's hashes also begin with an asterisk. */
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
