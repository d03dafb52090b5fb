// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * TLS to other servers as Java itself does it: authorities of Java's trust store, and the certificate's name checked
 * where the client asks for that.
 *
 * <p>A Liberty that has a key store of its own puts a context over it in the place of Java's default: that knows no
 * authority but what is in the key store, and with {@code trustDefaultCerts} it took a relay's certificate of another
 * name (seen with 26.0.0.3).
 */
@ThreadSafe
public final class JavaTls {
    private JavaTls() {}

    /** A new context; to be kept by whoever connects often. */
    public static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }
}
