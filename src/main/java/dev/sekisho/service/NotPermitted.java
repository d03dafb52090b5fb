// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The roles of the user do not permit the call. */
@ThreadSafe
public final class NotPermitted extends ServiceException {
    private static final long serialVersionUID = 1;

    /** What a user reads who has none of the roles that a call is for. */
    static final String NO_ROLE = "None of your roles permits this.";

    public NotPermitted(String message) {
        super(message);
    }

    /** Whether no role of the user permits such a call; otherwise one does, but not for this entry. */
    public boolean isByRole() {
        return NO_ROLE.equals(getMessage());
    }
}
