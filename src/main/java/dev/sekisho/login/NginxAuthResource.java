// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.LoginDecision;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.password.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The endpoint of nginx's {@code auth_http}.
 *
 * <p>Every answer has a form that nginx understands, except for 403 after a wrong key.
 */
@ThreadSafe
@Path("/nginx")
@ApplicationScoped
public class NginxAuthResource {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** The longest number that is read from {@code Auth-Login-Attempt}. */
    private static final int ATTEMPT_DIGITS = 6;

    private BruteForceGuardedAuthenticator authenticator;
    private DirectoryCache directory;
    private LoginConfig config;
    private NginxAnswer answer;
    private LoginNames names;
    private DecisionLog log;
    private byte[] key;
    private final AtomicLong wrongKeyLoggedNanos = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    /** For the container's proxy. */
    @SuppressWarnings("NullAway.Init")
    protected NginxAuthResource() {}

    @Inject
    public NginxAuthResource(
            BruteForceGuardedAuthenticator authenticator,
            DirectoryCache directory,
            LoginConfig config,
            DecisionLog log) {
        this.authenticator = authenticator;
        this.directory = directory;
        this.config = config;
        this.answer = new NginxAnswer(config);
        this.names = new LoginNames(config);
        this.log = log;
        this.key = config.key().getBytes(StandardCharsets.ISO_8859_1);
    }

    @GET
    public void authenticate(@Context HttpServletRequest http, @Suspended AsyncResponse waiting) {
        long begin = System.nanoTime();
        if (!isKeyRight(http)) {
            waiting.resume(forbidden(http, begin));
            return;
        }
        AuthMethod method;
        AuthProtocol protocol;
        String clientIp = authenticator.client(
                header(http, "Client-IP").orElse(""),
                header(http, "Proxy-Protocol-Addr").orElse(""));
        try {
            protocol = header(http, "Auth-Protocol")
                    .flatMap(AuthProtocol::ofWireName)
                    .orElseThrow(() -> new IllegalArgumentException("no or unknown Auth-Protocol"));
            method = header(http, "Auth-Method")
                    .flatMap(AuthMethod::ofWireName)
                    .orElseThrow(() -> new IllegalArgumentException("no or unknown Auth-Method"));
        } catch (IllegalArgumentException e) {
            waiting.resume(invalidRequest(http, clientIp, e, begin));
            return;
        }
        AuthRequest request;
        String malformed = "";
        try {
            request = request(http, method, protocol, clientIp);
        } catch (MalformedLoginException e) {
            // The client's own fault: it gets the answer to a wrong password.
            request = new AuthRequest(method, protocol, "", Secret.of(""), "", attempt(http), clientIp);
            malformed = String.valueOf(e.getMessage());
        }
        // The headers are read now: after the first asynchronous step RESTEasy may not have them (RESTEASY003880).
        Function<LoginOutcome, LoginDecision> decision = decision(http, request, begin);
        CompletionStage<LoginOutcome> stage = malformed.isEmpty()
                ? authenticator.authenticate(request)
                : CompletableFuture.completedFuture(authenticator.malformed(request, malformed));
        AuthRequest decoded = request;
        var unused = stage.thenAccept(outcome -> waiting.resume(response(decoded, outcome, decision)))
                .exceptionally(failure -> {
                    // Nothing above should throw; if it does, nginx still gets an answer.
                    waiting.resume(failure);
                    return null;
                });
    }

    private Response response(
            AuthRequest request, LoginOutcome outcome, Function<LoginOutcome, LoginDecision> decision) {
        Language language = outcome.language().orElseGet(() -> directory.language(request.domain()));
        NginxAnswer.Rendered rendered = answer.render(request, outcome, language);
        log.record(decision.apply(rendered.outcome()));
        Response.ResponseBuilder response = Response.ok();
        rendered.headers().forEach(response::header);
        return response.build();
    }

    private AuthRequest request(HttpServletRequest http, AuthMethod method, AuthProtocol protocol, String clientIp)
            throws MalformedLoginException {
        return new AuthRequest(
                method,
                protocol,
                names.whole(
                        NginxHeaders.user(header(http, "Auth-User").orElse("")),
                        header(http, "X-Default-Domain").orElse("")),
                NginxHeaders.password(header(http, "Auth-Pass").orElse("")),
                header(http, "Auth-Salt").orElse(""),
                attempt(http),
                clientIp,
                header(http, "Auth-SSL").filter("on"::equals).isPresent(),
                NginxHeaders.recipient(header(http, "Auth-SMTP-To").orElse("")));
    }

    private static Function<LoginOutcome, LoginDecision> decision(
            HttpServletRequest http, AuthRequest request, long begin) {
        String user = Address.canonical(
                request.user().isEmpty() ? header(http, "Auth-User").orElse("") : request.user());
        String method = header(http, "Auth-Method").orElse("");
        String protocol = header(http, "Auth-Protocol").orElse("");
        return outcome -> {
            AuthResult result = outcome.result();
            Accepted accepted = result instanceof Accepted a ? a : null;
            return new LoginDecision(
                    result.word(),
                    accepted == null || accepted.user().isEmpty() ? user : accepted.user(),
                    method,
                    protocol,
                    request.clientIp(),
                    request.loginAttempt(),
                    accepted == null ? "" : accepted.hostName(),
                    result.reason(),
                    outcome.rule(),
                    System.nanoTime() - begin);
        };
    }

    /** A request that nginx does not send, or a method that Sekisho does not have: not a failure of the client. */
    private Response invalidRequest(
            HttpServletRequest http, String clientIp, IllegalArgumentException cause, long begin) {
        log.record(new LoginDecision(
                "tempfail",
                Address.canonical(header(http, "Auth-User").orElse("")),
                header(http, "Auth-Method").orElse(""),
                header(http, "Auth-Protocol").orElse(""),
                clientIp,
                attempt(http),
                "",
                String.valueOf(cause.getMessage()),
                System.nanoTime() - begin));
        Response.ResponseBuilder response = Response.ok();
        response.header("Auth-Status", "Temporary authentication failure.");
        response.header("Auth-Error-Code", "454 4.7.0");
        return response.build();
    }

    private Response forbidden(HttpServletRequest http, long begin) {
        long logged = wrongKeyLoggedNanos.get();
        if (begin - logged >= MINUTE_NANOS && wrongKeyLoggedNanos.compareAndSet(logged, begin)) {
            LoginMessages.wrongKey(http.getRemoteAddr());
        }
        log.record(new LoginDecision(
                "forbidden", "", "", "", http.getRemoteAddr(), 0, "", "wrong key", System.nanoTime() - begin));
        return Response.status(Response.Status.FORBIDDEN).build();
    }

    private boolean isKeyRight(HttpServletRequest http) {
        if (config.key().isEmpty()) {
            return true;
        }
        byte[] given =
                Optional.ofNullable(http.getHeader("X-Auth-Key")).orElse("").getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(key, given);
    }

    private static int attempt(HttpServletRequest http) {
        String text = header(http, "Auth-Login-Attempt").orElse("");
        boolean number = !text.isEmpty()
                && text.length() <= ATTEMPT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(text) : 0;
    }

    /** A header that nginx sends once; a repeated header is ignored. */
    private static Optional<String> header(HttpServletRequest http, String name) {
        Enumeration<String> values = http.getHeaders(name);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        return values.hasMoreElements() ? Optional.empty() : Optional.of(value);
    }
}
