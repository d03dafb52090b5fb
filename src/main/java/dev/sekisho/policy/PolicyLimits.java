// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import com.google.errorprone.annotations.Immutable;

/**
 * Size limits of a request; a larger one closes the connection.
 *
 * @param maxRequestBytes bytes of one request, with line ends and the empty line; Postfix sends about 600, plus at most
 *     three values of its {@code line_length_limit} (2048)
 * @param maxLineBytes bytes of one line without its line end
 * @param maxAttributes lines of one request; Postfix 3.12 sends 31
 */
@Immutable
public record PolicyLimits(int maxRequestBytes, int maxLineBytes, int maxAttributes) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public PolicyLimits {
        if (maxRequestBytes < 1 || maxLineBytes < 1 || maxAttributes < 1) {
            throw new IllegalArgumentException("The limits of a policy request must be positive");
        }
    }
}
