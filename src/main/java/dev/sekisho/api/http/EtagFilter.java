// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.Etags;
import dev.sekisho.service.Page;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Gives every answer that is one entry its entity tag, and answers 304 to who has it already. Holds no state. */
@Provider
public class EtagFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        @Nullable Object body = response.getEntity();
        boolean shown = response.getStatus() == Response.Status.OK.getStatusCode()
                || response.getStatus() == Response.Status.CREATED.getStatusCode();
        if (!shown || !(body instanceof Record) || body instanceof Page) {
            return;
        }
        EntityTag tag = new EntityTag(Etags.of(body));
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        if (request.getMethod().equals(HttpMethod.GET) && request.getRequest().evaluatePreconditions(tag) != null) {
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
            response.setEntity(null);
        }
    }
}
