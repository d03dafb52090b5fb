// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * A call that a service rejects. The exception rolls the transaction back. The API answers with a problem, the console
 * with a message.
 */
@ThreadSafe
public abstract sealed class ServiceException extends RuntimeException
        permits Busy,
                EntryMissing,
                InvalidFields,
                InvalidRequest,
                MemoryBehind,
                NotPermitted,
                PreconditionFailed,
                StateConflict {
    private static final long serialVersionUID = 1;

    ServiceException(String message) {
        super(message);
    }
}
