// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.MailHostState;
import dev.sekisho.account.MailboxRoute;
import dev.sekisho.account.QuotaHost;
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
 * Answers Postfix's question whether a message fits into its recipient's mailbox: the rules of the quota door.
 *
 * <p>At {@code RCPT} the mailbox's host is asked, with the size that the client declared. Whatever is missing lets the mail
 * pass: the mail host judges once more at delivery. Each recipient is one decision in the log.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public final class QuotaProxy {
    private static final CompletionStage<PolicyAction> PASS = CompletableFuture.completedStage(PolicyAction.DUNNO);

    private final Function<String, Optional<MailboxRoute>> routes;
    private final QuotaStatus hosts;
    private final QuotaConfig config;
    private final Consumer<QuotaDecision> log;
    private final LongSupplier nanoTime;

    /**
     * Makes the proxy.
     *
     * @param routes where a recipient's mailbox is; empty as long as nobody knows any
     * @param log where decisions go, one a recipient
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    QuotaProxy(
            Function<String, Optional<MailboxRoute>> routes,
            QuotaStatus hosts,
            QuotaConfig config,
            Consumer<QuotaDecision> log,
            LongSupplier nanoTime) {
        this.routes = routes;
        this.hosts = hosts;
        this.config = config;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** The answer to {@code request}, now or later; the stage never completes with an exception. */
    CompletionStage<PolicyAction> decide(PolicyRequest request) {
        return switch (request.protocolState()) {
            case RCPT -> atRecipient(request);
            case END_OF_MESSAGE -> atEndOfMessage(request);
            default -> pass(request, "skip", request.recipient(), "not asked at this stage", nanoTime.getAsLong());
        };
    }

    private CompletionStage<PolicyAction> atRecipient(PolicyRequest request) {
        long begin = nanoTime.getAsLong();
        Optional<MailboxRoute> found = routes.apply(request.recipient());
        if (found.isEmpty()) {
            return pass(request, "unavailable", request.recipient(), "directory not loaded", begin);
        }
        MailboxRoute route = found.get();
        if (!(route instanceof MailboxRoute.Mailbox mailbox)) {
            return pass(request, "skip", keyOf(route, request), whyNotAsked(route), begin);
        }
        QuotaHost host = mailbox.host();
        if (host.state() == MailHostState.DOWN) {
            return pass(request, "skip", mailbox.address(), "mail host " + host.name() + " is down", begin);
        }
        return hosts.ask(host, mailbox.address(), request.sizeBytes())
                .thenApply(answer -> answered(request, mailbox, answer, begin));
    }

    /** Here the real size is known; nobody is asked about it yet, so what the client declared is what was judged. */
    private CompletionStage<PolicyAction> atEndOfMessage(PolicyRequest request) {
        return pass(request, "skip", request.recipient(), "not asked at this stage", nanoTime.getAsLong());
    }

    private PolicyAction answered(PolicyRequest request, MailboxRoute.Mailbox mailbox, QuotaAnswer answer, long begin) {
        PolicyAction action = answer.action(config);
        String host = mailbox.host().name();
        log.accept(decision(request, answer.result(), mailbox.address(), host, answer.reason(), begin));
        return action;
    }

    /** Nobody is asked. */
    private CompletionStage<PolicyAction> pass(
            PolicyRequest request, String result, String key, String reason, long begin) {
        log.accept(decision(request, result, key, "", reason, begin));
        return PASS;
    }

    private QuotaDecision decision(
            PolicyRequest request, String result, String key, String host, String reason, long begin) {
        return new QuotaDecision(
                result,
                key,
                request.protocolState().wireName(),
                request.instance(),
                request.clientAddress(),
                request.sizeBytes(),
                host,
                reason,
                nanoTime.getAsLong() - begin);
    }

    private static String keyOf(MailboxRoute route, PolicyRequest request) {
        return route instanceof MailboxRoute.NoQuotaHost mailbox ? mailbox.address() : request.recipient();
    }

    private static String whyNotAsked(MailboxRoute route) {
        if (route instanceof MailboxRoute.NoQuotaHost) {
            return "mail host has no quota-status";
        }
        if (route instanceof MailboxRoute.UnknownRecipient) {
            return "unknown recipient";
        }
        if (route instanceof MailboxRoute.Many) {
            return "alias of several mailboxes";
        }
        return "not ours";
    }
}
