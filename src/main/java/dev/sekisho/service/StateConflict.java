// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The entry is in a state that does not allow the change. */
@ThreadSafe
public final class StateConflict extends ServiceException {
    private static final long serialVersionUID = 1;

    public StateConflict(String message) {
        super(message);
    }
}
