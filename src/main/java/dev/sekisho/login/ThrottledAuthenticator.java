// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.LoginAttempt;
import dev.sekisho.bruteforce.LoginOutcome;
import dev.sekisho.bruteforce.Verdict;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Refusal;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.Tarpit;
import dev.sekisho.login.AuthResult.TryLater;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.net.IpNetwork;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The login node with brute-force protection before and after it: who is blocked never reaches Sekisho, so that the
 * answer cannot depend on his password. It comes as late as that to a wrong password, which costs no thread and no
 * hashing meanwhile.
 */
@ThreadSafe
public final class ThrottledAuthenticator {
    private final LoginAuthenticator authenticator;
    private final BruteForceProtection bruteForce;
    private final LoginConfig config;
    private final DecisionLog log;
    private final ScheduledExecutorService scheduler;
    private final AnswerTimes plainTimes = new AnswerTimes();
    private final AnswerTimes challengeTimes = new AnswerTimes();

    public ThrottledAuthenticator(
            LoginAuthenticator authenticator,
            BruteForceProtection bruteForce,
            LoginConfig config,
            DecisionLog log,
            ScheduledExecutorService scheduler) {
        this.authenticator = authenticator;
        this.bruteForce = bruteForce;
        this.config = config;
        this.log = log;
        this.scheduler = scheduler;
    }

    /**
     * What becomes of a login.
     *
     * @param waitSeconds {@code Auth-Wait} if it is refused
     * @param rule the rule that decided; empty for none
     * @param would what an observed rule would have done; empty for nothing
     * @param language of the text, as the database says; empty where it was not asked
     */
    record Outcome(AuthResult result, int waitSeconds, String rule, String would, Optional<Language> language) {
        /** Of a login that the database was not asked about. */
        Outcome(AuthResult result, int waitSeconds, String rule, String would) {
            this(result, waitSeconds, rule, would, Optional.empty());
        }

        Outcome instead(AuthResult other) {
            return new Outcome(other, waitSeconds, rule, would, language);
        }

        Outcome in(Optional<Language> other) {
            return new Outcome(result, waitSeconds, rule, would, other);
        }
    }

    /** The client's address: a trusted proxy's own word about it, else what nginx sees. */
    String client(String clientIp, String proxied) {
        return !proxied.isEmpty() && bruteForce.isTrusted(clientIp) ? proxied : clientIp;
    }

    /** What becomes of it, in time whatever the database does. Never fails. */
    CompletionStage<Outcome> ask(AuthRequest request) {
        if (request.method() == AuthMethod.NONE || log.isWarmedUp(request.user())) {
            return authenticator
                    .ask(request)
                    .thenApply(
                            answer -> new Outcome(answer.result(), config.waitSeconds(), "", "").in(answer.language()));
        }
        long begin = System.nanoTime();
        LoginAttempt attempt = attempt(request);
        Verdict before = bruteForce.before(attempt);
        switch (before.effect()) {
            case BLOCK -> {
                return late(blocked(attempt, before), times(request).sample() - (System.nanoTime() - begin));
            }
            case WAIT -> {
                return CompletableFuture.completedFuture(
                        new Outcome(new Tarpit(before.seconds(), "guessed account"), 0, before.rule(), before.would()));
            }
            case PASS -> {
                return authenticator.ask(request, () -> place(attempt)).thenApply(answer -> {
                    LoginOutcome outcome = outcome(answer.result());
                    if (outcome == LoginOutcome.WRONG_PASSWORD || outcome == LoginOutcome.UNKNOWN_USER) {
                        times(request).add(System.nanoTime() - begin);
                    }
                    return after(attempt, answer.result(), outcome, before.would())
                            .in(answer.language());
                });
            }
        }
        throw new IllegalStateException("unknown effect");
    }

    private Place place(LoginAttempt attempt) {
        return new Place(IpNetwork.clientOf(attempt.client()), bruteForce.isKnown(attempt));
    }

    /** A password may be hashed, a response to a challenge is not: their times are two classes. */
    private AnswerTimes times(AuthRequest request) {
        return request.method().isChallenge() ? challengeTimes : plainTimes;
    }

    private CompletionStage<Outcome> late(Outcome outcome, long delayNanos) {
        if (delayNanos <= 0) {
            return CompletableFuture.completedFuture(outcome);
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        try {
            var unused = scheduler.schedule(() -> answer.complete(outcome), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server stops: too soon is better than never.
            answer.complete(outcome);
        }
        return answer;
    }

    private Outcome blocked(LoginAttempt attempt, Verdict before) {
        return new Outcome(
                new Refused(Refusal.CREDENTIALS, "blocked"),
                bruteForce.blockedWaitSeconds(attempt, config.waitSeconds()),
                before.rule(),
                before.would());
    }

    /** A login that is no login: counted as one of an unknown user. */
    Outcome malformed(AuthRequest request, Refused refused) {
        LoginAttempt attempt = attempt(request);
        Verdict before = bruteForce.before(attempt);
        return before.effect() == Verdict.Effect.BLOCK
                ? blocked(attempt, before).instead(refused)
                : after(attempt, refused, LoginOutcome.UNKNOWN_USER, before.would());
    }

    private Outcome after(LoginAttempt attempt, AuthResult result, LoginOutcome outcome, String would) {
        Verdict after = bruteForce.after(attempt, outcome, config.waitSeconds());
        int wait = Math.max(config.waitSeconds(), after.seconds());
        return new Outcome(result, wait, "", after.would().isEmpty() ? would : after.would());
    }

    /** Only a refusal of the credentials is the client's failure. After any other refusal his password was right. */
    private static LoginOutcome outcome(AuthResult result) {
        if (result instanceof Accepted) {
            return LoginOutcome.GOOD;
        }
        if (result instanceof TryLater || !(result instanceof Refused refused)) {
            return LoginOutcome.NEITHER;
        }
        if (refused.refusal() != Refusal.CREDENTIALS) {
            return LoginOutcome.NEITHER;
        }
        if (refused.equals(LoginAuthenticator.NO_DOMAIN)) {
            return LoginOutcome.NO_GUESS;
        }
        return refused.reason().equals("unknown user") ? LoginOutcome.UNKNOWN_USER : LoginOutcome.WRONG_PASSWORD;
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
