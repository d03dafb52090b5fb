// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.AttemptOutcome;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.LoginAttempt;
import dev.sekisho.bruteforce.Verdict;
import dev.sekisho.directory.Address;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.Wait;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.net.IpNetwork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@link LoginAuthenticator} with brute-force protection before and after it.
 *
 * <p>A blocked login does not reach the authenticator, so the answer cannot depend on its password. Its answer takes as
 * long as that to a wrong password, without a thread and without a hash.
 */
@ThreadSafe
public final class BruteForceGuardedAuthenticator {
    private final LoginAuthenticator authenticator;
    private final BruteForceProtection bruteForce;
    private final LoginConfig config;
    private final ScheduledExecutorService scheduler;
    private final AnswerTimes plainTimes = new AnswerTimes();
    private final AnswerTimes challengeTimes = new AnswerTimes();

    public BruteForceGuardedAuthenticator(
            LoginAuthenticator authenticator,
            BruteForceProtection bruteForce,
            LoginConfig config,
            ScheduledExecutorService scheduler) {
        this.authenticator = authenticator;
        this.bruteForce = bruteForce;
        this.config = config;
        this.scheduler = scheduler;
    }

    /** The address of the client: the one that a trusted proxy reports, else the one that nginx sees. */
    String client(String clientIp, String proxied) {
        return !proxied.isEmpty() && bruteForce.isTrusted(clientIp) ? proxied : clientIp;
    }

    /** The outcome, in time even if the database does not answer. The stage never fails. */
    public CompletionStage<LoginOutcome> authenticate(AuthRequest request) {
        if (request.method() == AuthMethod.NONE) {
            return authenticator.authenticate(request).thenApply(outcome -> outcome.withWait(config.waitSeconds()));
        }
        long begin = System.nanoTime();
        LoginAttempt attempt = attempt(request);
        Verdict before = bruteForce.before(attempt);
        return switch (before.effect()) {
            case BLOCK -> later(blocked(attempt, before), times(request).sample() - (System.nanoTime() - begin));
            case WAIT ->
                CompletableFuture.completedFuture(LoginOutcome.of(new Wait(before.seconds(), "guessed account"))
                        .withVerdict(before));
            case PASS ->
                authenticator.authenticate(request, () -> place(attempt)).thenApply(outcome -> {
                    if (isWrong(outcome.result().attempt())) {
                        times(request).add(System.nanoTime() - begin);
                    }
                    return counted(attempt, outcome, before);
                });
        };
    }

    private static boolean isWrong(AttemptOutcome outcome) {
        return outcome == AttemptOutcome.WRONG_PASSWORD || outcome == AttemptOutcome.UNKNOWN_USER;
    }

    private Place place(LoginAttempt attempt) {
        return new Place(IpNetwork.clientOf(attempt.client()), bruteForce.isKnown(attempt));
    }

    /** Passwords may be hashed, responses to challenges are not, so their times differ. */
    private AnswerTimes times(AuthRequest request) {
        return request.method().isChallenge() ? challengeTimes : plainTimes;
    }

    private CompletionStage<LoginOutcome> later(LoginOutcome outcome, long delayNanos) {
        if (delayNanos <= 0) {
            return CompletableFuture.completedFuture(outcome);
        }
        CompletableFuture<LoginOutcome> answer = new CompletableFuture<>();
        try {
            var unused = scheduler.schedule(() -> answer.complete(outcome), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server stops: an early answer is better than none.
            answer.complete(outcome);
        }
        return answer;
    }

    private LoginOutcome blocked(LoginAttempt attempt, Verdict before) {
        return LoginOutcome.of(new Rejected(Rejection.CREDENTIALS, "blocked"))
                .withWait(bruteForce.blockedWaitSeconds(attempt, config.waitSeconds()))
                .withVerdict(before);
    }

    /** A login that cannot be decoded: counted as one of an unknown user. */
    LoginOutcome malformed(AuthRequest request, String reason) {
        Rejected rejected = new Rejected(Rejection.CREDENTIALS, reason, AttemptOutcome.UNKNOWN_USER);
        LoginAttempt attempt = attempt(request);
        Verdict before = bruteForce.before(attempt);
        return before.effect() == Verdict.Effect.BLOCK
                ? blocked(attempt, before).withResult(rejected)
                : counted(attempt, LoginOutcome.of(rejected), before);
    }

    private LoginOutcome counted(LoginAttempt attempt, LoginOutcome outcome, Verdict before) {
        Verdict after = bruteForce.after(attempt, outcome.result().attempt(), config.waitSeconds());
        return outcome.withWait(Math.max(config.waitSeconds(), after.seconds()))
                .withVerdict(Verdict.observed(
                        after.observedEffect().isEmpty() ? before.observedEffect() : after.observedEffect()));
    }

    private static LoginAttempt attempt(AuthRequest request) {
        return new LoginAttempt(
                Address.canonical(request.user()),
                request.clientIp(),
                request.password().text(),
                request.method().isChallenge() ? LoginAttempt.Kind.CHALLENGE : LoginAttempt.Kind.PLAIN,
                request.loginAttempt());
    }
}
