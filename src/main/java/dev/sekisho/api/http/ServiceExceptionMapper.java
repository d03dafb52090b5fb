// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.ServiceException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a {@link ServiceException} with a problem. */
@Provider
public class ServiceExceptionMapper implements ExceptionMapper<ServiceException> {
    @Override
    public Response toResponse(ServiceException exception) {
        return Problem.of(exception).response();
    }
}
