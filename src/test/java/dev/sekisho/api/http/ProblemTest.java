// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.service.Busy;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldError;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.InvalidRequest;
import dev.sekisho.service.MemoryBehind;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.PreconditionFailed;
import dev.sekisho.service.ServiceException;
import dev.sekisho.service.StateConflict;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the API answers where a service refuses. */
class ProblemTest {
    private static final Map<ServiceException, Integer> STATUS = Map.of(
            new InvalidFields("limit", "must be a whole number"), 400,
            new InvalidRequest("x"), 400,
            new NotPermitted("x"), 403,
            new EntryMissing("account", "a@example.org"), 404,
            new StateConflict("x"), 409,
            new PreconditionFailed("x"), 412,
            new Busy("x"), 503);

    @Test
    void eachRefusalHasItsStatus() {
        STATUS.forEach((refused, status) -> assertThat(Problem.of(refused).status())
                .as(refused.getClass().getSimpleName())
                .isEqualTo(status));
    }

    @Test
    void noRefusalIsForgotten() {
        assertThat(Set.of(ServiceException.class.getPermittedSubclasses()))
                .containsAll(STATUS.keySet().stream().map(Object::getClass).toList())
                .contains(MemoryBehind.class)
                .hasSize(STATUS.size() + 1);
    }

    @Test
    void wrongFieldsAreNamed() {
        assertThat(Problem.of(new InvalidFields("limit", "must be a whole number"))
                        .errors())
                .containsExactly(new FieldError("limit", "must be a whole number"));
    }
}
