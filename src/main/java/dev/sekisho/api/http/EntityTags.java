// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.change.Etags;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags and conditional requests (RFC 9110, 13). Adds an {@code ETag} to each answer that is one entry, answers
 * 304 if the client has this entry already, and makes {@code If-Match} and {@code If-None-Match} a precondition of the
 * change.
 */
@ThreadSafe
@Provider
@ApplicationScoped
public class EntityTags implements ContainerRequestFilter, ContainerResponseFilter {
    @Inject
    private Actor actor;

    @Override
    public void filter(ContainerRequestContext context) {
        Request request = context.getRequest();
        actor.expect(version -> holds(request, version));
    }

    private static boolean holds(Request request, Optional<String> version) {
        Response.@Nullable ResponseBuilder failed = version.isPresent()
                ? request.evaluatePreconditions(new EntityTag(version.get()))
                : request.evaluatePreconditions();
        return failed == null;
    }

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
