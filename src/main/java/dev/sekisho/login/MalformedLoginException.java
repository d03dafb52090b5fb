// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * A login that no client of good faith sends. Checked, and no other exception stands for it: a failure of ours must
 * never be taken for one of the client's.
 */
@ThreadSafe
final class MalformedLoginException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedLoginException(String reason) {
        super(reason);
    }
}
