// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers requests under {@code /auth} that no resource has answered: an unknown path or method, or an internal error.
 * Without it the server would log a stack trace for each, without a key, and show names of its classes in the answer.
 *
 * <p>Only internal errors are logged, once a minute at most.
 */
@ThreadSafe
@Provider
public class AuthErrorMapper implements ExceptionMapper<Throwable> {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int SERVER_ERROR = 500;

    private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException refusal
                && refusal.getResponse().getStatus() < SERVER_ERROR) {
            Response refused = refusal.getResponse();
            Response.ResponseBuilder answer = answer(refused.getStatus());
            String allow = refused.getHeaderString(HttpHeaders.ALLOW);
            return (allow == null ? answer : answer.header(HttpHeaders.ALLOW, allow)).build();
        }
        long now = System.nanoTime();
        long logged = loggedNanos.get();
        if (now - logged >= MINUTE_NANOS && loggedNanos.compareAndSet(logged, now)) {
            LoginMessages.requestFailed(failure);
        }
        return answer(SERVER_ERROR).build();
    }

    private static Response.ResponseBuilder answer(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String text = status + " " + (known == null ? "Error" : known.getReasonPhrase()) + "\n";
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .entity(text);
    }
}
