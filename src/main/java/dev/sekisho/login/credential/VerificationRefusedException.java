// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;

/** The queue of passwords to check was full. */
@ThreadSafe
public final class VerificationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VerificationRefusedException() {
        super("too many passwords are being checked", null, false, false);
    }
}
