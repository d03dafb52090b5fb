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
 * Answers Postfix's question whether a message fits into its recipients' mailboxes: the rules of the quota service.
 *
 * <p>{@link RecipientStage} has those of {@code RCPT}, {@link EndOfMessageStage} those of {@code END-OF-MESSAGE}; all
 * other stages pass. Whatever is missing lets the mail pass: the mail host judges once more at delivery. Each question
 * is one decision in the log.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class QuotaProxy {
    private final RecipientStage recipients;
    private final EndOfMessageStage ends;
    private final VerdictCache room;
    private final Executor executor;
    private final DecisionLines lines;

    /**
     * Makes the proxy.
     *
     * @param routes where a recipient's mailbox is; empty as long as nobody knows any
     * @param log where decisions go, one a question; answers with its reference
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
        MailboxRequests questions = new MailboxRequests(hosts);
        lines = new DecisionLines(log, metrics, nanoTime);
        recipients = new RecipientStage(routes, questions, memory, config, messages, metrics, lines);
        ends = new EndOfMessageStage(routes, questions, memory, config, messages, metrics, lines);
        room = memory.room();
        executor = memory.executor();
    }

    /** The answer to {@code request}, now or later; the stage never completes with an exception. */
    public CompletionStage<PolicyAction> decide(PolicyRequest request) {
        return switch (request.protocolState()) {
            case RCPT -> decide(request, recipients::decide);
            case END_OF_MESSAGE -> decide(request, ends::decide);
            default -> {
                lines.write(request, "skip", request.recipient(), "", "not asked at this stage", lines.begin());
                yield CompletableFuture.completedStage(PolicyAction.DUNNO);
            }
        };
    }

    /** Begins a stage where the memory may be used; whatever goes wrong, the mail passes. */
    private CompletionStage<PolicyAction> decide(
            PolicyRequest request, Function<PolicyRequest, CompletionStage<PolicyAction>> stage) {
        long begin = lines.begin();
        CompletableFuture<PolicyAction> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> begin(request, stage).whenComplete((action, trouble) -> {
                if (trouble == null) {
                    answer.complete(action);
                } else {
                    complete(answer, request, trouble, begin);
                }
            }));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(failed(request, e, begin));
        }
        return answer;
    }

    /** Answers whatever happens, also where not even the decision can be logged: without an answer Postfix waits. */
    private void complete(
            CompletableFuture<PolicyAction> answer, PolicyRequest request, Throwable trouble, long begin) {
        try {
            answer.complete(failed(request, trouble, begin));
        } finally {
            answer.complete(PolicyAction.DUNNO); // of no effect after the line above
        }
    }

    private static CompletionStage<PolicyAction> begin(
            PolicyRequest request, Function<PolicyRequest, CompletionStage<PolicyAction>> stage) {
        try {
            return stage.apply(request);
        } catch (RuntimeException | Error e) {
            // An Error too, such as a StackOverflowError: it concerns this one request, and Postfix waits for its
            // answer.
            return CompletableFuture.failedStage(e);
        }
    }

    private PolicyAction failed(PolicyRequest request, Throwable trouble, long begin) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        boolean busy = cause instanceof RejectedExecutionException;
        if (!busy) {
            QuotaMessages.failed(cause);
        }
        lines.write(
                request, "unavailable", request.recipient(), "", busy ? "memory busy" : "failure of Sekisho", begin);
        return PolicyAction.DUNNO;
    }

    /**
     * Forgets what is known about the room in a mailbox, since something came to it or went from it.
     *
     * @param mailbox its canonical address
     */
    public void mailboxChanged(String mailbox) {
        room.forget(mailbox);
    }
}
