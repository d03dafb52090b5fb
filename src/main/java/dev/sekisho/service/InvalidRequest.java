// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** The request is wrong, and the error is not about a field. */
@ThreadSafe
public final class InvalidRequest extends ServiceException {
    private static final long serialVersionUID = 1;

    public InvalidRequest(String message) {
        super(message);
    }
}
