// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused, as RFC 9457 has it; {@code type} is absent, which means {@code about:blank}.
 *
 * <p>{@link #errors} has an entry for each wrong field, and is absent where no field is to blame.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"title", "status", "detail", "errors"})
public record Problem(
        String title, int status, String detail, @Nullable List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem(known == null ? "Error" : known.getReasonPhrase(), status, detail, null);
    }

    static Problem ofErrors(List<FieldError> errors) {
        return new Problem("Bad Request", 400, "The request has wrong fields; nothing was changed.", errors);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
