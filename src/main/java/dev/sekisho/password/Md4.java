// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.MessageDigest;
import org.bouncycastle.jcajce.provider.digest.MD4;

/**
 * MD4, which the JDK does not have. In a class of its own, since {@link PasswordScheme} is also asked by programs that
 * check no password and have no Bouncy Castle.
 */
@ThreadSafe
final class Md4 {
    private Md4() {}

    static MessageDigest digest() {
        return new MD4.Digest();
    }
}
