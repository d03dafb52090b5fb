// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The roles of the user do not permit the call. */
@ThreadSafe
public final class NotPermitted extends ServiceException {
    private static final long serialVersionUID = 1;

    /** The message for a user without any role for the call. */
    private static final String NO_ROLE = "None of your roles permits this.";

    public NotPermitted(String message) {
        super(message);
    }

    /** No role of the user permits calls of this kind. */
    public static NotPermitted byRole() {
        return new NotPermitted(NO_ROLE);
    }

    /** Whether no role of the user permits such a call; false if a role permits it, but not for this entry. */
    public boolean isByRole() {
        return NO_ROLE.equals(getMessage());
    }
}
