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
 * The service of the console: only who signed in here and has a role gets beyond the sign-in page.
 *
 * <p>It stands before every page of Faces, whatever a path is written like: what is neither in {@code /console/} nor
 * one of Faces' own files is not there. The sign-on cookie alone does not suffice: without a session the half hour of
 * idleness would have no end. Safe for use by many threads.
 */
@WebFilter(
        urlPatterns = {"/console/*", "*.xhtml"},
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC})
public class ConsoleFilter extends HttpFilter {
    static final String LOGIN = "/console/login.xhtml";
    /** Style sheets and scripts, which hold no secrets: the sign-in page needs them. */
    private static final String FILES = "/jakarta.faces.resource/";

    static final String HOME = "/console/index.xhtml";
    /** Of staff of some domains: the overview is about the whole node. */
    private static final String HOME_OF_SOME = "/console/accounts.xhtml";

    /** All that such staff get; what the pages show, the services decide. */
    private static final Set<String> OF_SOME = Set.of(
            HOME_OF_SOME,
            "/console/account.xhtml",
            "/console/domains.xhtml",
            "/console/decisions.xhtml",
            "/console/blocks.xhtml",
            "/console/audit.xhtml");

    /** In the session: its user, who signed in here. */
    static final String SIGNED_IN = ConsoleFilter.class.getName();

    private static final long serialVersionUID = 1;
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    /** For what Faces does not write; its pages get theirs, with the nonce, from PrimeFaces. */
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
            answer(response, 403, "The console is for HTTPS, except from this machine itself.");
            return;
        }
        if (!METHODS.contains(request.getMethod())) {
            answer(response, 405, "The console knows GET and POST.");
            return;
        }
        // A browser says so, and other clients say nothing. Only the sign-in has no session whose cookie would stay
        // behind.
        String site = request.getHeader("Sec-Fetch-Site");
        if (request.getMethod().equals("POST") && site != null && !OWN_SITE.contains(site)) {
            answer(response, 403, "A page of another site must not change anything here.");
            return;
        }
        if (!path.startsWith("/console")) {
            answer(response, 404, "There is nothing at this path.");
        } else if (path.equals("/console") || path.equals("/console/")) {
            response.sendRedirect(HOME);
        } else if (path.equals(LOGIN)) {
            serve(request, response, chain, path);
        } else if (isSignedIn(request, response)) {
            if (actor.may(Access.SEE_ALL) || OF_SOME.contains(path)) {
                serve(request, response, chain, path);
            } else if (path.equals(HOME)) {
                response.sendRedirect(HOME_OF_SOME);
            } else {
                answer(response, 403, "None of your roles permits this.");
            }
        } else if (request.getHeader("Faces-Request") != null) {
            redirectScript(response);
        } else {
            response.sendRedirect(LOGIN + "?next=" + URLEncoder.encode(wanted(request, path), StandardCharsets.UTF_8));
        }
    }

    /** What each answer of the console has but the files. */
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

    /** By the session, and by the sign-on cookie, which the container reads when it is asked. */
    private boolean isSignedIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        if (session == null || session.getAttribute(SIGNED_IN) == null) {
            return false;
        }
        if (!request.authenticate(response)) {
            // The container has answered 401 to a cookie that has ended: the sign-in page is the better answer.
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
            while (cause.getCause() != null && !isTold(cause)) {
                cause = cause.getCause();
            }
            if (response.isCommitted()) {
                ConsoleMessages.pageFailed(path, e);
            } else if (cause instanceof ViewExpiredException) {
                response.sendRedirect(path);
            } else if (isForged(cause)) {
                answer(response, 400, "This is no form of the console.");
            } else if (cause instanceof ServiceException refused) {
                answer(response, status(refused), String.valueOf(refused.getMessage()));
            } else {
                ConsoleMessages.pageFailed(path, e);
                answer(
                        response,
                        503,
                        "This page cannot be shown now: trouble with the database, or with Sekisho. The log says more.");
            }
        }
    }

    /** The HTTP status of a page that cannot be shown for this reason. */
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

    /** PrimeFaces' own words: a form of its pages has sent none, or not one of its making. */
    private static boolean isForged(Throwable cause) {
        return cause instanceof FacesException
                && String.valueOf(cause.getMessage()).endsWith("CSP nonce");
    }

    private static boolean isTold(Throwable cause) {
        return cause instanceof ServiceException || cause instanceof ViewExpiredException;
    }

    private static String wanted(HttpServletRequest request, String path) {
        String query = request.getQueryString();
        return request.getMethod().equals("GET") && query != null ? path + "?" + query : path;
    }

    /** What Faces' script understands: a page that polls must not show the sign-in page within itself. */
    private static void redirectScript(HttpServletResponse response) throws IOException {
        response.setContentType("text/xml;charset=UTF-8");
        response.setHeader("Content-Security-Policy", NOTHING_PERMITTED);
        response.getWriter()
                .write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"" + LOGIN
                        + "\"/></partial-response>");
    }

    /** Plain words instead of a page. */
    static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.reset();
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", NOTHING_PERMITTED);
        response.getWriter().write(text + "\n");
    }

    /** The container makes a whole address of where to go, of a Host that the client may have invented. */
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
