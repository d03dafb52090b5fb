// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

/**
 * A login that no client of good faith sends. Checked, and no other exception stands for it: a failure of ours must never
 * be taken for one of the client's.
 *
 * <p>Immutable and safe for use by any thread.
 */
final class MalformedLoginException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedLoginException(String reason) {
        super(reason);
    }
}
