// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;

/** The request has wrong fields. */
@ThreadSafe
public final class InvalidFields extends ServiceException {
    private static final long serialVersionUID = 1;

    private final transient List<FieldError> errors;

    public InvalidFields(List<FieldError> errors) {
        super("The request has wrong fields; nothing was changed.");
        this.errors = List.copyOf(errors);
    }

    public InvalidFields(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** One entry for each error. */
    public List<FieldError> errors() {
        return errors;
    }
}
