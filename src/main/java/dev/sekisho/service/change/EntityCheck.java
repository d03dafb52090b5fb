// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.FieldError;
import dev.sekisho.service.InvalidFields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;

/** Validates an entity by its constraints, and reports every wrong field. */
@ThreadSafe
@ApplicationScoped
public class EntityCheck {
    @Inject
    private Validator validator;

    /**
     * Validates an entity.
     *
     * @throws InvalidFields with all violations; it rolls the transaction of the request back
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
