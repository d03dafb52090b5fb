// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import org.jspecify.annotations.Nullable;

/**
 * Ends the program with a line on standard error and an exit code.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class CtlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    CtlException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    CtlException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
