// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.VerdictCache;
import dev.sekisho.quota.client.QuotaStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers Postfix's quota requests.
 *
 * <p>{@link RecipientStage} has the rules of {@code RCPT}, {@link EndOfMessageStage} those of {@code END-OF-MESSAGE};
 * all other stages pass. If something does not answer, the mail passes, and the mail host checks again at delivery.
 * Each request is one decision in the log. Never blocks.
 */
public final class QuotaProxy {
    private final RecipientStage recipients;
    private final EndOfMessageStage ends;
    private final VerdictCache room;
    private final Executor executor;
    private final DecisionLines lines;

    /**
     * @param routes finds the mailbox of a recipient; empty until the directory is read
     * @param log records decisions, one for each request; returns the reference
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    public QuotaProxy(
            Function<String, Optional<MailboxRoute>> routes,
            QuotaStatus hosts,
            QuotaCaches memory,
            QuotaConfig config,
            MessageConfig messages,
            QuotaMetrics metrics,
            Function<QuotaDecision, String> log,
            LongSupplier nanoTime) {
        MailboxRequests requests = new MailboxRequests(hosts);
        lines = new DecisionLines(log, metrics, nanoTime);
        recipients = new RecipientStage(routes, requests, memory, config, messages, metrics, lines);
        ends = new EndOfMessageStage(routes, requests, memory, config, messages, metrics, lines);
        room = memory.room();
        executor = memory.executor();
    }

    /** The answer to {@code request}, now or later; the stage never completes with an exception. */
    public CompletionStage<PolicyAction> decide(PolicyRequest request) {
        return switch (request.protocolState()) {
            case RCPT -> decide(request, recipients::decide);
            case END_OF_MESSAGE -> decide(request, ends::decide);
            default -> {
                lines.write(request, "skip", request.recipient(), "", "no check at this stage", lines.begin());
                yield CompletableFuture.completedStage(PolicyAction.DUNNO);
            }
        };
    }

    /** Begins a stage on the executor of the caches. After any failure the mail passes. */
    private CompletionStage<PolicyAction> decide(
            PolicyRequest request, Function<PolicyRequest, CompletionStage<PolicyAction>> stage) {
        long begin = lines.begin();
        CompletableFuture<PolicyAction> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> begin(request, stage).whenComplete((action, failure) -> {
                if (failure == null) {
                    answer.complete(action);
                } else {
                    complete(answer, request, failure, begin);
                }
            }));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(failed(request, e, begin));
        }
        return answer;
    }

    /** Answers also if the decision cannot be logged: without an answer Postfix waits. */
    private void complete(
            CompletableFuture<PolicyAction> answer, PolicyRequest request, Throwable failure, long begin) {
        try {
            answer.complete(failed(request, failure, begin));
        } finally {
            answer.complete(PolicyAction.DUNNO); // no effect after the line above
        }
    }

    private static CompletionStage<PolicyAction> begin(
            PolicyRequest request, Function<PolicyRequest, CompletionStage<PolicyAction>> stage) {
        try {
            return stage.apply(request);
        } catch (RuntimeException | Error e) {
            // Also an Error such as StackOverflowError: it concerns one request, and Postfix waits for its answer.
            return CompletableFuture.failedStage(e);
        }
    }

    private PolicyAction failed(PolicyRequest request, Throwable failure, long begin) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean busy = cause instanceof RejectedExecutionException;
        if (!busy) {
            QuotaMessages.failed(cause);
        }
        lines.write(request, "unavailable", request.recipient(), "", busy ? "caches busy" : "error in Sekisho", begin);
        return PolicyAction.DUNNO;
    }

    /**
     * Forgets the verdicts of a mailbox whose content has changed.
     *
     * @param mailbox its canonical address
     */
    public void mailboxChanged(String mailbox) {
        room.forget(mailbox);
    }
}
