// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
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
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem detail (RFC 9457): the body of every error. {@code type} is absent, which means {@code about:blank}.
 *
 * @param errors an entry for each wrong field; absent if the error is not about a field
 */
@ThreadSafe
@JsonbPropertyOrder({"title", "status", "detail", "errors"})
public record Problem(
        String title, int status, String detail, @Nullable List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    static final String NO_ROLE = "None of your roles permits this; sekisho-admin permits all.";

    private static final Map<Class<?>, Integer> STATUS = Map.of(
            InvalidRequest.class,
            400,
            NotPermitted.class,
            403,
            EntryMissing.class,
            404,
            StateConflict.class,
            409,
            PreconditionFailed.class,
            412,
            MemoryBehind.class,
            500,
            Busy.class,
            503);

    static Problem of(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem(known == null ? "Error" : known.getReasonPhrase(), status, detail, null);
    }

    static Problem ofErrors(List<FieldError> errors) {
        return new Problem("Bad Request", 400, "The request has wrong fields; nothing was changed.", errors);
    }

    /** The problem of an exception that a service has thrown. */
    static Problem of(ServiceException exception) {
        if (exception instanceof InvalidFields wrong) {
            return ofErrors(wrong.errors());
        }
        if (exception instanceof NotPermitted denied && denied.isByRole()) {
            return of(403, NO_ROLE);
        }
        return of(STATUS.getOrDefault(exception.getClass(), 500), String.valueOf(exception.getMessage()));
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
