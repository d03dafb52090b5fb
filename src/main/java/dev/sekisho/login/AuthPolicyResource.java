// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.Verdict;
import dev.sekisho.decision.AuthPolicyDecision;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of Dovecot's auth-policy client, as a drop-in for wforce: logins that do not come through nginx have the
 * same rules and the same counters.
 *
 * <p>{@code POST /auth/policy?command=allow} answers {@code {"status":-1|0|n,"msg":""}}: reject, continue, wait n
 * seconds; {@code command=report} counts. The {@code msg} stays empty: Dovecot would show it to the client as an alert,
 * and a blocked login must look like a wrong password. The answer is 404 without a configured key, 403 after a wrong
 * one, 400 for a body that Dovecot does not send. Dovecot continues after each of them, and without an answer. If the
 * counters do not answer, the status is 0.
 */
@ThreadSafe
@Path("/policy")
@ApplicationScoped
public class AuthPolicyResource {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private BruteForceProtection bruteForce;
    private DirectoryCache directory;
    private LoginNames names;
    private DecisionLog log;
    private byte[] key;
    private final AtomicLong wrongKeyLoggedNanos = new AtomicLong(System.nanoTime() - MINUTE_NANOS);

    /** For the container's proxy. */
    @SuppressWarnings("NullAway.Init")
    protected AuthPolicyResource() {}

    @Inject
    public AuthPolicyResource(
            BruteForceProtection bruteForce,
            DirectoryCache directory,
            AuthPolicyConfig config,
            LoginConfig logins,
            DecisionLog log) {
        this.names = new LoginNames(logins);
        this.bruteForce = bruteForce;
        this.directory = directory;
        this.log = log;
        this.key = config.key().getBytes(StandardCharsets.ISO_8859_1);
    }

    @POST
    public Response answer(@QueryParam("command") @Nullable String command, @Context HttpServletRequest http)
            throws IOException {
        long begin = System.nanoTime();
        String peer = http.getRemoteAddr();
        if (key.length == 0) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        if (!isKeyRight(http)) {
            logWrongKey(peer, begin);
            log.record(AuthPolicyDecision.refused("forbidden", peer, "wrong key", System.nanoTime() - begin));
            return Response.status(Response.Status.FORBIDDEN).build();
        }
        AuthPolicyRequest request;
        try {
            request = AuthPolicyRequest.parse(
                    command == null ? "" : command, http.getInputStream().readNBytes(AuthPolicyRequest.MAX_BYTES + 1));
        } catch (MalformedLoginException e) {
            log.record(AuthPolicyDecision.refused(
                    "malformed", peer, String.valueOf(e.getMessage()), System.nanoTime() - begin));
            return Response.status(Response.Status.BAD_REQUEST).build();
        }
        request = request.of(names.whole(request.login(), ""));
        return request.command().equals("allow") ? allow(request, begin) : report(request, begin);
    }

    private Response allow(AuthPolicyRequest request, long begin) {
        Verdict verdict = bruteForce.before(request.attempt());
        int status =
                switch (verdict.effect()) {
                    case PASS -> 0;
                    case WAIT -> verdict.seconds();
                    case BLOCK -> -1;
                };
        String result =
                switch (verdict.effect()) {
                    case PASS -> "allow";
                    case WAIT -> "wait";
                    case BLOCK -> "block";
                };
        record(request, result, verdict, begin);
        return status(status);
    }

    private Response report(AuthPolicyRequest request, long begin) {
        // Dovecot itself delays the client after a failure: auth_failure_delay.
        Verdict verdict = bruteForce.after(
                request.attempt(),
                request.outcome(() -> directory.sender(request.login()).known()),
                0);
        String result = request.success()
                ? "good"
                : request.rejected() ? "rejected" : request.isExcused() ? "excused" : "failed";
        record(request, result, verdict, begin);
        return status(0);
    }

    private void record(AuthPolicyRequest request, String result, Verdict verdict, long begin) {
        log.record(new AuthPolicyDecision(
                result,
                Address.canonical(request.login()),
                request.mechanism(),
                request.protocol(),
                request.remote(),
                request.session(),
                request.failType(),
                LoginOutcome.appliedRule(verdict),
                System.nanoTime() - begin));
    }

    private static Response status(int status) {
        return Response.ok("{\"status\":" + status + ",\"msg\":\"\"}", MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private boolean isKeyRight(HttpServletRequest http) {
        String given = Optional.ofNullable(http.getHeader("X-API-Key"))
                .orElseGet(() -> password(http.getHeader("Authorization")));
        return MessageDigest.isEqual(key, given.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The password of Basic authentication, with any name; empty for anything else. */
    private static String password(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return "";
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String pair = new String(decoded, StandardCharsets.ISO_8859_1);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void logWrongKey(String peer, long now) {
        long logged = wrongKeyLoggedNanos.get();
        if (now - logged >= MINUTE_NANOS && wrongKeyLoggedNanos.compareAndSet(logged, now)) {
            LoginMessages.wrongPolicyKey(peer);
        }
    }
}
