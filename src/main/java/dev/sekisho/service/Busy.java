// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/** Too many calls of this kind are running; a later attempt may succeed. */
@ThreadSafe
public final class Busy extends ServiceException {
    private static final long serialVersionUID = 1;

    public Busy(String message) {
        super(message);
    }
}
