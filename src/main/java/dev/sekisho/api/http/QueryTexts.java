// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.FieldError;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.ParameterText;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;

/** Checks every query parameter of the API by {@link ParameterText}, before a resource reads it. */
@ThreadSafe
@Provider
public class QueryTexts implements ContainerRequestFilter {
    /** Maximum number of errors in one answer. */
    private static final int MAX_ERRORS = 20;

    @Override
    public void filter(ContainerRequestContext request) {
        List<FieldError> errors = new ArrayList<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            for (String value : values) {
                ParameterText.wrong(name, value)
                        .filter(each -> errors.size() < MAX_ERRORS)
                        .ifPresent(errors::add);
            }
        });
        if (!errors.isEmpty()) {
            throw new InvalidFields(errors);
        }
    }
}
