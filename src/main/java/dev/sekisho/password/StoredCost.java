// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the cost of a hash, in the unit of {@link PasswordScheme}. */
@ThreadSafe
final class StoredCost {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$(\\d{2})\\$.*");
    private static final Pattern SHA_CRYPT = Pattern.compile("\\$[56]\\$(?:rounds=(\\d{1,9})\\$)?.*");
    private static final Pattern ARGON2 =
            Pattern.compile("\\$argon2(?:i|id)\\$(?:v=\\d+\\$)?m=(\\d{1,9}),t=(\\d{1,9}),.*");
    private static final Pattern PBKDF2 = Pattern.compile("\\$1\\$[^$]*\\$(\\d{1,9})\\$.*");
    private static final Pattern SCRAM = Pattern.compile("(\\d{1,9}),.*");

    private StoredCost() {}

    /** Empty if the scheme has no configurable cost or the data does not contain it. */
    static OptionalInt of(PasswordScheme scheme, byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return switch (scheme) {
            case CRYPT, BLF_CRYPT, SHA256_CRYPT, SHA512_CRYPT -> {
                OptionalInt bcrypt = first(BCRYPT, text);
                yield bcrypt.isPresent() ? bcrypt : shaCrypt(text);
            }
            case ARGON2I, ARGON2ID -> argon2(text);
            case PBKDF2 -> first(PBKDF2, text);
            case SCRAM_SHA_1, SCRAM_SHA_256 -> first(SCRAM, text);
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt shaCrypt(String text) {
        Matcher matcher = SHA_CRYPT.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        String rounds = matcher.group(1);
        return OptionalInt.of(rounds == null ? CryptScheme.SHA_COST.usual() : Integer.parseInt(rounds));
    }

    /** The passes; 0 if they use less memory than a generated hash, because more passes do not compensate for that. */
    private static OptionalInt argon2(String text) {
        Matcher matcher = ARGON2.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        boolean small = Integer.parseInt(matcher.group(1)) < Argon2Scheme.GENERATED_MEMORY_KIB;
        return OptionalInt.of(small ? 0 : Integer.parseInt(matcher.group(2)));
    }

    private static OptionalInt first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}
