// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.Busy;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.InvalidRequest;
import dev.sekisho.service.MemoryBehind;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.ServiceException;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Caller;
import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The filter of the console: requires a sign-in and a role for all pages except the sign-in page.
 *
 * <p>It filters every Faces page, under any form of its path: a path outside of {@code /console/} that is not a Faces
 * resource is answered 404. The sign-on cookie alone is not sufficient: without a session the idle timeout of half an
 * hour would never apply.
 */
@WebFilter(
        urlPatterns = {"/console/*", "*.xhtml"},
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC})
public class ConsoleFilter extends HttpFilter {
    static final String LOGIN = "/console/login.xhtml";
    /** Style sheets and scripts, which the sign-in page needs; they contain no secrets. */
    private static final String FILES = "/jakarta.faces.resource/";

    static final String HOME = "/console/index.xhtml";
    /** For staff of single domains, because the overview shows the whole node. */
    private static final String DOMAIN_STAFF_HOME = "/console/accounts.xhtml";

    /** Pages for staff of single domains; the services restrict the content. */
    private static final Set<String> DOMAIN_STAFF_PAGES = Set.of(
            DOMAIN_STAFF_HOME,
            "/console/account.xhtml",
            "/console/domains.xhtml",
            "/console/decisions.xhtml",
            "/console/blocks.xhtml",
            "/console/audit.xhtml");

    /** Session attribute: the user who signed in at the console. */
    static final String SIGNED_IN = ConsoleFilter.class.getName();

    private static final long serialVersionUID = 1;
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    /** For responses of this filter; pages get a policy with a nonce from PrimeFaces. */
    private static final String NOTHING_PERMITTED = "default-src 'none'; frame-ancestors 'none'";

    @Inject
    private transient Actor actor;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        if (path.startsWith(FILES)) {
            response.setHeader("X-Content-Type-Options", "nosniff");
            chain.doFilter(request, response);
            return;
        }
        head(request, response);
        serveConsole(request, new RelativeRedirects(response), chain, path);
    }

    private void serveConsole(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws IOException, ServletException {
        actor.begin(new Caller(request::getUserPrincipal, request::isUserInRole, request.getRemoteAddr()));
        if (!request.isSecure()
                && !InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            answer(response, 403, "The console requires HTTPS, except from this machine.");
            return;
        }
        if (!METHODS.contains(request.getMethod())) {
            answer(response, 405, "The console supports GET and POST.");
            return;
        }
        // Browsers send this header, other clients do not. It protects the sign-in, which has no session cookie to be
        // withheld from other sites.
        String site = request.getHeader("Sec-Fetch-Site");
        if (request.getMethod().equals("POST") && site != null && !OWN_SITE.contains(site)) {
            answer(response, 403, "Requests from pages of other sites are not permitted.");
            return;
        }
        if (!path.startsWith("/console")) {
            answer(response, 404, "There is nothing at this path.");
        } else if (path.equals("/console") || path.equals("/console/")) {
            response.sendRedirect(HOME);
        } else if (path.equals(LOGIN)) {
            serve(request, response, chain, path);
        } else if (isSignedIn(request, response)) {
            if (actor.may(Access.SEE_ALL) || DOMAIN_STAFF_PAGES.contains(path)) {
                serve(request, response, chain, path);
            } else if (path.equals(HOME)) {
                response.sendRedirect(DOMAIN_STAFF_HOME);
            } else {
                answer(response, 403, "None of your roles permits this.");
            }
        } else if (request.getHeader("Faces-Request") != null) {
            redirectScript(response);
        } else {
            response.sendRedirect(LOGIN + "?next=" + URLEncoder.encode(wanted(request, path), StandardCharsets.UTF_8));
        }
    }

    /** Sets the headers of every response except files. */
    static void head(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Checks the session, and the sign-on cookie, which the container reads in {@code authenticate}. */
    private boolean isSignedIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        if (session == null || session.getAttribute(SIGNED_IN) == null) {
            return false;
        }
        if (!request.authenticate(response)) {
            // The container has answered 401 for an expired cookie; show the sign-in page instead.
            response.reset();
            head(request, response);
            return false;
        }
        return session.getAttribute(SIGNED_IN).equals(request.getRemoteUser()) && actor.may(Access.SEE);
    }

    private static void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null && !isExpected(cause)) {
                cause = cause.getCause();
            }
            if (response.isCommitted()) {
                ConsoleMessages.pageFailed(path, e);
            } else if (cause instanceof ViewExpiredException) {
                response.sendRedirect(path);
            } else if (isForged(cause)) {
                answer(response, 400, "This is not a form of the console.");
            } else if (cause instanceof ServiceException refused) {
                answer(response, status(refused), String.valueOf(refused.getMessage()));
            } else {
                ConsoleMessages.pageFailed(path, e);
                answer(
                        response,
                        503,
                        "This page cannot be shown at present, because the database or Sekisho failed. See the log.");
            }
        }
    }

    /** The HTTP status for an exception of a service. */
    static int status(ServiceException refused) {
        if (refused instanceof InvalidFields || refused instanceof InvalidRequest) {
            return 400;
        }
        if (refused instanceof NotPermitted) {
            return 403;
        }
        if (refused instanceof EntryMissing) {
            return 404;
        }
        if (refused instanceof MemoryBehind) {
            return 500;
        }
        return refused instanceof Busy ? 503 : 409;
    }

    /** Recognizes PrimeFaces' message for a form without a valid nonce. */
    private static boolean isForged(Throwable cause) {
        return cause instanceof FacesException
                && String.valueOf(cause.getMessage()).endsWith("CSP nonce");
    }

    private static boolean isExpected(Throwable cause) {
        return cause instanceof ServiceException || cause instanceof ViewExpiredException;
    }

    private static String wanted(HttpServletRequest request, String path) {
        String query = request.getQueryString();
        return request.getMethod().equals("GET") && query != null ? path + "?" + query : path;
    }

    /** Redirects the script of Faces, so that a polling page does not show the sign-in page inside of itself. */
    private static void redirectScript(HttpServletResponse response) throws IOException {
        response.setContentType("text/xml;charset=UTF-8");
        response.setHeader("Content-Security-Policy", NOTHING_PERMITTED);
        response.getWriter()
                .write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"" + LOGIN
                        + "\"/></partial-response>");
    }

    /** Answers with plain text instead of a page. */
    static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.reset();
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", NOTHING_PERMITTED);
        response.getWriter().write(text + "\n");
    }

    /**
     * Sends relative redirects: the container would make them absolute, with a Host header that the client controls.
     */
    private static final class RelativeRedirects extends HttpServletResponseWrapper {
        RelativeRedirects(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendRedirect(String location) throws IOException {
            resetBuffer();
            setStatus(SC_FOUND);
            setHeader("Location", location);
            flushBuffer();
        }
    }
}
