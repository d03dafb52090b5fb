// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.front.SignIn;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Caller;
import dev.sekisho.service.change.Etags;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits signed-in users to the API, over HTTPS or from this machine, and limits password guesses.
 *
 * <p>The server's registry verifies passwords. A security constraint of the container would answer a wrong password
 * before {@link SignIn} could count it (ADR 11). The services check the roles of the user.
 */
@ThreadSafe
@WebFilter(
        urlPatterns = "/api/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC})
public class ApiFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final String BASIC = "Basic ";
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Header with the reason of a change; percent-encoded UTF-8 for characters outside ASCII. */
    private static final String REASON = "X-Reason";

    @Inject
    private transient SignIn signIn;

    @Inject
    private transient Actor actor;

    /** A user's name and password as the header has them. */
    private record Login(String user, String password) {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        head(request, response);
        String client = request.getRemoteAddr();
        if (!request.isSecure() && !InetAddress.getByName(client).isLoopbackAddress()) {
            answer(response, 403, "The API needs HTTPS, except from this machine.");
            return;
        }
        // A browser adds its cookie or remembered login to requests of other sites' pages, and marks them by this
        // header. Other clients do not send it.
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site) && !READING.contains(request.getMethod())) {
            answer(response, 403, "A page of another site must not change anything here.");
            return;
        }
        if (isSignedIn(request, response, client)) {
            begin(request);
            chain.doFilter(request, response);
        }
    }

    /** Begins the {@link Actor} of this request. */
    private void begin(HttpServletRequest request) {
        actor.begin(new Caller(request::getUserPrincipal, request::isUserInRole, request.getRemoteAddr()));
        Optional.ofNullable(request.getHeader(REASON)).map(ApiFilter::decoded).ifPresent(actor::explain);
    }

    private static String decoded(String header) {
        try {
            return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    private static void head(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Signs the user in; false if that failed, and then the response is complete. */
    private boolean isSignedIn(HttpServletRequest request, HttpServletResponse response, String client)
            throws IOException, ServletException {
        Optional<Login> login = login(request.getHeader("Authorization"));
        if (login.isEmpty()) {
            // A bearer token, the sign-on cookie, or no credentials: the container decides.
            return request.authenticate(response);
        }
        SignIn.Outcome outcome =
                signIn.attempt(request, login.get().user(), login.get().password(), () -> true);
        // The container adds a sign-on cookie to each login, which would outlive this request.
        response.reset();
        head(request, response);
        switch (outcome) {
            case IN -> {
                return true;
            }
            case WAIT -> {
                response.setHeader("Retry-After", "60");
                answer(response, 429, "Too many wrong passwords from this address: wait a minute.");
            }
            case REFUSED -> {
                ApiMessages.loginRejected(login.get().user(), client);
                response.setHeader("WWW-Authenticate", "Basic realm=\"Sekisho\", charset=\"UTF-8\"");
                answer(response, 401, "The user name or the password is wrong.");
            }
        }
        return false;
    }

    private static Optional<Login> login(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String pair = "";
        try {
            pair = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Counts as an attempt of a user without a name.
        }
        int colon = pair.indexOf(':');
        return Optional.of(
                colon < 0 ? new Login(pair, "") : new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static void answer(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(Etags.json(Problem.of(status, detail)));
    }
}
