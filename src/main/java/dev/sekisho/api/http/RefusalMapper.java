// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.ServiceException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers the errors that JAX-RS itself finds, such as an unknown path, with a problem instead of the implementation's
 * page.
 */
@Provider
public class RefusalMapper implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException exception) {
        // JAX-RS wraps exceptions that a body reader throws.
        if (exception.getCause() instanceof ProblemException problem) {
            return problem.problem().response();
        }
        if (exception.getCause() instanceof ServiceException refused) {
            return Problem.of(refused).response();
        }
        Response refusal = exception.getResponse();
        int status = refusal.getStatus();
        if (status >= 500) {
            return UnexpectedErrorMapper.answer(exception);
        }
        Response answer = Problem.of(status, detail(status)).response();
        String allow = refusal.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer
                : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "The request is malformed.";
            case 403 -> Problem.NO_ROLE;
            case 404 -> "There is nothing at this path.";
            case 405 -> "This path does not have that method; the header Allow has those that it has.";
            case 406 -> "The answer is application/json, which the header Accept does not permit.";
            case 415 -> "The body must be application/json, for PATCH application/merge-patch+json.";
            default -> "The request was refused.";
        };
    }
}
