// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PLAIN-TRUNC: a clear password from a system that truncated it, as {@code <size>-<password>}. A stored password of
 * exactly {@code size} may be truncated, so every password that begins with it matches. Source: Dovecot's
 * password-scheme.c, "plain_trunc_verify".
 *
 * <p>Unlike Dovecot, an entry with an empty password is unusable: it would match every password.
 */
@ThreadSafe
final class PlainTruncScheme implements Verifier {
    private static final Pattern DATA = Pattern.compile("([0-9]{0,9})-(.+)", Pattern.DOTALL);

    private final byte[] kept;
    private final boolean cut;

    private PlainTruncScheme(byte[] kept, boolean cut) {
        this.kept = kept;
        this.cut = cut;
    }

    static Verifier parse(byte[] data) {
        Matcher matcher = DATA.matcher(new String(data, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return Verifier.unusable("PLAIN-TRUNC password without size or password");
        }
        byte[] kept = matcher.group(2).getBytes(StandardCharsets.ISO_8859_1);
        String size = matcher.group(1);
        return new PlainTruncScheme(kept, !size.isEmpty() && Integer.parseInt(size) == kept.length);
    }

    /** Stores the password as not truncated, by a size greater than its own. */
    static byte[] generate(byte[] password, int cost) {
        byte[] size = (password.length + 1 + "-").getBytes(StandardCharsets.US_ASCII);
        byte[] data = Arrays.copyOf(size, size.length + password.length);
        System.arraycopy(password, 0, data, size.length, password.length);
        return data;
    }

    @Override
    public VerifyResult verify(byte[] password) {
        byte[] compared = cut && password.length > kept.length ? Arrays.copyOf(password, kept.length) : password;
        return VerifyResult.of(MessageDigest.isEqual(compared, kept));
    }
}
