// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

/**
 * The entry is not as the caller expects: it was changed since.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PreconditionFailed extends ServiceException {
    private static final long serialVersionUID = 1;

    public PreconditionFailed(String message) {
        super(message);
    }
}
