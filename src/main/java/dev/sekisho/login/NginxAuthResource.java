// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.LoginDecision;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Refusal;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.TryLater;
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
 * The HTTP face of login, as nginx's {@code auth_http} asks it.
 *
 * <p>Whatever comes in, the answer is one that nginx understands; only a wrong key gets 403 and no word for nginx.
 */
@ThreadSafe
@Path("/nginx")
@ApplicationScoped
public class NginxAuthResource {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** Longest number that is read from {@code Auth-Login-Attempt}. */
    private static final int ATTEMPT_DIGITS = 6;

    private ThrottledAuthenticator authenticator;
    private DirectoryCache directory;
    private LoginConfig config;
    private NginxAnswer answer;
    private LoginNames names;
    private DecisionLog log;
    private byte[] key;
    private final AtomicLong wrongKeyToldNanos = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway.Init")
    protected NginxAuthResource() {}

    @Inject
    public NginxAuthResource(
            ThrottledAuthenticator authenticator, DirectoryCache directory, LoginConfig config, DecisionLog log) {
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
            waiting.resume(notOurs(http, clientIp, e, begin));
            return;
        }
        AuthRequest request;
        Refused malformed = null;
        try {
            request = request(http, method, protocol, clientIp);
        } catch (MalformedLoginException e) {
            // What the client chose is wrong: to it, this is a wrong password like any other.
            request = new AuthRequest(method, protocol, "", Secret.of(""), "", attempt(http), clientIp);
            malformed = new Refused(Refusal.CREDENTIALS, String.valueOf(e.getMessage()));
        }
        // Read before anybody is asked: afterwards RESTEasy may know the request no more (RESTEASY003880).
        Function<ThrottledAuthenticator.Outcome, LoginDecision> decision = decision(http, request, begin);
        CompletionStage<ThrottledAuthenticator.Outcome> stage = malformed == null
                ? authenticator.ask(request)
                : CompletableFuture.completedFuture(authenticator.malformed(request, malformed));
        AuthRequest asked = request;
        var unused = stage.thenAccept(outcome -> waiting.resume(response(asked, outcome, decision)))
                .exceptionally(trouble -> {
                    // Nothing above should throw; if it does, nginx must not wait for an answer that never comes.
                    waiting.resume(trouble);
                    return null;
                });
    }

    private Response response(
            AuthRequest request,
            ThrottledAuthenticator.Outcome decided,
            Function<ThrottledAuthenticator.Outcome, LoginDecision> decision) {
        ThrottledAuthenticator.Outcome outcome = answer.isSayable(request, decided.result())
                ? decided
                : decided.instead(new TryLater("the answer does not fit nginx"));
        Response.ResponseBuilder response = Response.ok();
        answer.headers(
                        request,
                        outcome.result(),
                        outcome.waitSeconds(),
                        outcome.language().orElseGet(() -> directory.language(request.domain())))
                .forEach(response::header);
        log.record(decision.apply(outcome));
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

    private static Function<ThrottledAuthenticator.Outcome, LoginDecision> decision(
            HttpServletRequest http, AuthRequest request, long begin) {
        String user = request.user().isEmpty() ? header(http, "Auth-User").orElse("") : request.user();
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
                    outcome.would(),
                    System.nanoTime() - begin);
        };
    }

    /** A request that nginx would not make, or for a method that is not served: a failure of ours, not the client's. */
    private Response notOurs(HttpServletRequest http, String clientIp, IllegalArgumentException cause, long begin) {
        log.record(new LoginDecision(
                "tempfail",
                header(http, "Auth-User").orElse(""),
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
        long told = wrongKeyToldNanos.get();
        if (begin - told >= MINUTE_NANOS && wrongKeyToldNanos.compareAndSet(told, begin)) {
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

    /** A header that nginx sends once; one that came twice is nobody's word. */
    private static Optional<String> header(HttpServletRequest http, String name) {
        Enumeration<String> values = http.getHeaders(name);
        if (!values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        return values.hasMoreElements() ? Optional.empty() : Optional.of(value);
    }
}
