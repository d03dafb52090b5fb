// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;

/** Judges an entity by its own constraints, so that a refusal can name every wrong field. */
@ThreadSafe
@ApplicationScoped
public class EntityCheck {
    @Inject
    private Validator validator;

    /**
     * Checks an entity by its constraints.
     *
     * @throws InvalidFields with all that is wrong; thrown in the request's transaction, it leaves nothing behind
     */
    public void check(Object entity) {
        List<FieldError> errors = validator.validate(entity).stream()
                .map(violation -> new FieldError(violation.getPropertyPath().toString(), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        if (!errors.isEmpty()) {
            throw new InvalidFields(errors);
        }
    }
}
