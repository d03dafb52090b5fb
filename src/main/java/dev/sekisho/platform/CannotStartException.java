// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.Serial;

/** Sekisho can never run like this; somebody has to change something. Its message is the operator's, with its code. */
final class CannotStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CannotStartException(String message) {
        super(message);
    }
}
