// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * BLF-CRYPT: bcrypt, {@code $2y$cost$} and 22 characters of salt and 31 of hash; {@code $2a$} and {@code $2b$} mean the
 * same. Looks at the first 72 bytes of a password only, as crypt(3) does. The buggy {@code $2x$} is not supported.
 *
 * <p>Stateless and thread-safe.
 */
final class BlowfishCrypt {
    /** The least that bcrypt defines; some 60 ms; some 4 s, the longest that a login may hold a thread. */
    static final PasswordScheme.Cost COST = new PasswordScheme.Cost(4, 10, 16);

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");

    /** In bytes, fixed by bcrypt. */
    private static final int SALT_BYTES = 16;

    private BlowfishCrypt() {}

    static Verifier parse(String hash) {
        Matcher matcher = HASH.matcher(hash);
        if (!matcher.matches()) {
            return Verifier.unusable("malformed bcrypt hash");
        }
        if (!COST.permits(Integer.parseInt(matcher.group(1)))) {
            return Verifier.unusable("bcrypt cost not between " + COST.min() + " and " + COST.max());
        }
        // A copy, since Bouncy Castle wipes what it is given.
        return password -> VerifyResult.of(OpenBSDBCrypt.checkPassword(hash, password.clone()));
    }

    static byte[] generate(byte[] password, int cost) {
        return OpenBSDBCrypt.generate("2y", password.clone(), Salt.bytes(SALT_BYTES), cost)
                .getBytes(StandardCharsets.UTF_8);
    }
}
