// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.Serial;

/** The start cannot succeed without a change by the operator. The message is an operator message with its code. */
final class CannotStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CannotStartException(String message) {
        super(message);
    }
}
