// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.MailboxRoute;
import dev.sekisho.cluster.StoreThreads;
import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers Postfix's question whether a message fits into its recipients' mailboxes: the rules of the quota door.
 *
 * <p>{@link RecipientStage} has those of {@code RCPT}, {@link EndOfMessageStage} those of {@code END-OF-MESSAGE}; all other
 * stages pass. Whatever is missing lets the mail pass: the mail host judges once more at delivery. Each question is one
 * decision in the log.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class QuotaProxy {
    private final RecipientStage recipients;
    private final EndOfMessageStage ends;
    private final RoomMemory room;
    private final DecisionLines lines;
    private final StoreThreads store;

    /**
     * Makes the proxy.
     *
     * @param routes where a recipient's mailbox is; empty as long as nobody knows any
     * @param log where decisions go, one a question
     * @param store who asks what is remembered; where that is beyond the network no thread of the caller does
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    QuotaProxy(
            Function<String, Optional<MailboxRoute>> routes,
            QuotaStatus hosts,
            QuotaMemory memory,
            QuotaConfig config,
            MessageConfig messages,
            QuotaMeters meters,
            Consumer<QuotaDecision> log,
            StoreThreads store,
            LongSupplier nanoTime) {
        this.store = store;
        MailboxQuestions questions = new MailboxQuestions(hosts);
        lines = new DecisionLines(log, meters, nanoTime);
        recipients = new RecipientStage(routes, questions, memory, config, messages, meters, lines);
        ends = new EndOfMessageStage(routes, questions, memory, config, messages, meters, lines);
        room = memory.room();
    }

    /** A proxy that remembers in this process. */
    QuotaProxy(
            Function<String, Optional<MailboxRoute>> routes,
            QuotaStatus hosts,
            QuotaMemory memory,
            QuotaConfig config,
            MessageConfig messages,
            QuotaMeters meters,
            Consumer<QuotaDecision> log,
            LongSupplier nanoTime) {
        this(routes, hosts, memory, config, messages, meters, log, StoreThreads.direct(), nanoTime);
    }

    /** The answer to {@code request}, now or later; the stage never completes with an exception. */
    CompletionStage<PolicyAction> decide(PolicyRequest request) {
        return switch (request.protocolState()) {
            case RCPT -> remembering(request, recipients::decide);
            case END_OF_MESSAGE -> remembering(request, ends::decide);
            default -> {
                lines.write(request, "skip", request.recipient(), "", "not asked at this stage", lines.begin());
                yield CompletableFuture.completedStage(PolicyAction.DUNNO);
            }
        };
    }

    /** The time limit here is above that of all questions together, so that none is answered twice. */
    private CompletionStage<PolicyAction> remembering(
            PolicyRequest request, Function<PolicyRequest, CompletionStage<PolicyAction>> stage) {
        long begin = lines.begin();
        return store.<CompletionStage<PolicyAction>>ask(claim -> stage.apply(request), () -> {
                    lines.write(request, "unavailable", request.recipient(), "", "too many questions wait", begin);
                    return CompletableFuture.completedStage(PolicyAction.DUNNO);
                })
                .thenCompose(Function.identity());
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
