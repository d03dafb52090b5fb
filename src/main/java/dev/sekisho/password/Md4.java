// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.MessageDigest;
import org.bouncycastle.jcajce.provider.digest.MD4;

/**
 * MD4, which the JDK lacks. A class of its own, because programs without Bouncy Castle also load
 * {@link PasswordScheme}.
 */
@ThreadSafe
final class Md4 {
    private Md4() {}

    static MessageDigest digest() {
        return new MD4.Digest();
    }
}
