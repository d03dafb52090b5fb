// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies without blocking a thread and limits how many console and API requests run at a time.
 *
 * <p>The first filter, by its place in web.xml.
 */
@ThreadSafe
public class ServerFront extends HttpFilter {
    /** Maximum body in bytes, except for the import. One byte more is read, so that the API can answer 413. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    /** Time limit for a body in milliseconds: 64 KiB at 52 kbit/s. */
    static final int BODY_MILLIS = 10_000;

    /**
     * Time limit for a turn in milliseconds. Together with the 8 s that a call may wait for the database it is below 15
     * s.
     */
    static final int TURN_MILLIS = 5_000;

    /** Divisor: a third of the server's threads serve console and API, the others remain for logins. */
    private static final int SHARE = 3;

    /** Maximum number of requests that wait for a turn, each with a body of at most 64 KiB. */
    private static final int WAITING = 256;

    private static final String IMPORT = "/api/v1/accounts/import";
    /** Swagger UI sets inline styles, and requests the API of this server only. */
    private static final String PAGE_OF_API =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    /** A name or an IPv4 address, or an IPv6 address in brackets, and perhaps a port (RFC 9110 7.2). */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{0,5})?");

    private static final String BODY = ServerFront.class.getName() + ".body";
    private static final String ADDRESS = ServerFront.class.getName() + ".address";
    private static final String SERVED = ServerFront.class.getName() + ".served";
    private static final String TURN = ServerFront.class.getName() + ".turn";

    private static final long serialVersionUID = 1;

    @Inject
    private transient Config config;

    @Inject
    private transient BodyBudget budget;

    @Inject
    private transient AsyncThread steps;

    private transient Turns turns = new Turns(1, 1);

    @Override
    public void init() {
        int threads =
                config.getOptionalValue("sekisho.server.threads", Integer.class).orElse(24);
        turns = new Turns(Math.max(2, threads / SHARE), WAITING);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // The path as the container understands it, without escapes, parameters and dot segments.
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        if (request.getDispatcherType() == DispatcherType.REQUEST && !isHost(request.getHeader("Host"))) {
            Refusal.answer(response, 400, "The header Host is neither a name nor an address.");
        } else if (request.getAttribute(SERVED) != null) {
            // Two patterns in web.xml match the path, so the filter runs twice.
            chain.doFilter(request, response);
        } else if (path.endsWith("/j_security_check")) {
            // Liberty's own form target. Only the sign-in page of the console accepts passwords.
            Refusal.answer(response, 404, "There is nothing at this path.");
        } else if (path.startsWith("/openapi/ui")) {
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", PAGE_OF_API);
            chain.doFilter(request, response);
        } else if (request.getDispatcherType() != DispatcherType.ASYNC && hasBody(request) && !path.equals(IMPORT)) {
            read(request, response);
        } else if (!isOfStaff(path)) {
            chain.doFilter(asItCame(request), response);
        } else if (request.getAttribute(TURN) instanceof Turn turn) {
            serve(request, response, chain, turn);
        } else if (turns.take()) {
            serve(request, response, chain, new Turn(turns, true));
        } else {
            waitForTurn(request, response);
        }
    }

    private static void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain, Turn turn)
            throws IOException, ServletException {
        request.setAttribute(SERVED, true);
        try {
            chain.doFilter(asItCame(request), response);
        } finally {
            request.removeAttribute(SERVED);
            turn.giveBack();
        }
    }

    /** Whether JAX-RS and redirects can build a URL from it. HTTP/1.0 clients may omit it. */
    private static boolean isHost(@Nullable String host) {
        return host == null || host.isEmpty() || HOST.matcher(host).matches();
    }

    /** All paths except login, health and metrics, which do not wait for the database on a thread of the server. */
    private static boolean isOfStaff(String path) {
        return !path.startsWith("/auth/") && !path.startsWith("/health") && !path.equals("/metrics");
    }

    private static HttpServletRequest asItCame(HttpServletRequest request) {
        if (!(request.getAttribute(ADDRESS) instanceof String address)) {
            return request;
        }
        return request.getAttribute(BODY) instanceof Body body
                ? new BufferedRequest(request, address, body.bytes)
                : new DispatchedRequest(request, address);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Saves the URI: after a dispatch, the container returns it with one layer of escapes removed. */
    private static AsyncContext startAsync(HttpServletRequest request) {
        if (request.getAttribute(ADDRESS) == null) {
            request.setAttribute(ADDRESS, request.getRequestURI());
        }
        return request.startAsync();
    }

    private void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext waiting = startAsync(request);
        waiting.setTimeout(BODY_MILLIS);
        Ending ending = new Ending(waiting, response, Ending.target(request), steps);
        waiting.addListener(ending.atTimeout(408, "The request's body took longer than 10 seconds."));
        // Do not use the request object while it waits: the container may have reused it for another request.
        Body body = new Body();
        request.setAttribute(BODY, body);
        request.getInputStream()
                .setReadListener(new BodyReader(request.getInputStream(), MAX_BODY_BYTES + 1, budget, ending, whole -> {
                    body.bytes = whole;
                    ending.dispatch();
                }));
    }

    private void waitForTurn(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext waiting = startAsync(request);
        waiting.setTimeout(TURN_MILLIS);
        Ending ending = new Ending(waiting, response, Ending.target(request), steps);
        waiting.addListener(ending.atTimeout(503, Refusal.BUSY));
        Turn turn = new Turn(turns, false);
        request.setAttribute(TURN, turn);
        // The container may never run a dispatched request. Its turn is given back here.
        ending.afterAll(turn::giveBack);
        if (!turns.wait(() -> {
            turn.held.set(true);
            if (ending.dispatch()) {
                return true;
            }
            turn.held.set(false);
            return false;
        })) {
            ending.refuse(503, Refusal.BUSY);
        }
    }

    /** The body of a request that waited for it. */
    private static final class Body {
        private volatile byte[] bytes = new byte[0];
    }

    /** A turn, which is given back once. */
    private static final class Turn {
        private final Turns turns;
        private final AtomicBoolean held;

        private Turn(Turns turns, boolean held) {
            this.turns = turns;
            this.held = new AtomicBoolean(held);
        }

        private void giveBack() {
            if (held.compareAndSet(true, false)) {
                turns.giveBack();
            }
        }
    }
}
