// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

/** The line of passwords to check was full. Immutable. */
public final class VerificationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VerificationRefusedException() {
        super("too many passwords are being checked", null, false, false);
    }
}
