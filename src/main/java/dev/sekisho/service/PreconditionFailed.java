// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The entry has another version than the caller expects. */
@ThreadSafe
public final class PreconditionFailed extends ServiceException {
    private static final long serialVersionUID = 1;

    public PreconditionFailed(String message) {
        super(message);
    }
}
