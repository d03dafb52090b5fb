// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * Java's own TLS for outgoing connections: it trusts the authorities of Java's trust store, and checks the
 * certificate's name if the client enables that.
 *
 * <p>A Liberty with its own key store replaces Java's default context by one that trusts only authorities in that
 * store. With {@code trustDefaultCerts} it accepted a relay's certificate for another name (seen with 26.0.0.3).
 */
@ThreadSafe
public final class JavaTls {
    private JavaTls() {}

    /** Creates a context; keep it for repeated connections. */
    public static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java lacks TLS", e);
        }
    }
}
