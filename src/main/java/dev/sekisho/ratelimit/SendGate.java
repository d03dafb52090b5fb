// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.Directory;
import dev.sekisho.account.SendLimit;
import dev.sekisho.account.Sender;
import dev.sekisho.cluster.StoreThreads;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.SendDecision;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers Postfix's question whether an account may send: the rules of the send-limit door.
 *
 * <p>{@code END-OF-MESSAGE} counts; {@code MAIL}, {@code RCPT} and {@code DATA} only look; all other states pass. Whatever
 * is missing (directory, counters) lets mail flow and is logged as {@code unavailable}.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public class SendGate {
    private final Directory directory;
    private final SendCounters counters;
    private final RateLimitConfig config;
    private final DecisionLog log;
    private final StoreThreads store;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    public SendGate(
            Directory directory, SendCounters counters, RateLimitConfig config, DecisionLog log, StoreThreads store) {
        this.directory = directory;
        this.counters = counters;
        this.config = config;
        this.log = log;
        this.store = store;
    }

    /** A gate whose counters are in this process. */
    SendGate(Directory directory, SendCounters counters, RateLimitConfig config, DecisionLog log) {
        this(directory, counters, config, log, StoreThreads.direct());
    }

    /** Tells that the start has done what it could: counters are back, or the database is away and mail has to flow. */
    public void open() {
        opened.complete(true);
    }

    /** The answer; in the moments before the start has brought the counters back it waits for them, without a thread. */
    CompletionStage<PolicyAction> answer(PolicyRequest request) {
        return opened.isDone() ? ask(request) : opened.thenCompose(open -> ask(request));
    }

    /** On this thread where the counters are in this process; else on one that may wait, and with a time limit. */
    private CompletionStage<PolicyAction> ask(PolicyRequest request) {
        long begin = System.nanoTime();
        return store.ask(
                claim -> decide(request, begin, line -> {
                    // A decision that comes too late was answered without it; what it counted stays counted.
                    if (claim.take()) {
                        log.record(line);
                    }
                }),
                () -> unavailable(request, cost(request), "counters do not answer", begin, log::record));
    }

    PolicyAction decide(PolicyRequest request) {
        return decide(request, System.nanoTime(), log::record);
    }

    private static PolicyAction unavailable(
            PolicyRequest request, int cost, String reason, long begin, Consumer<SendDecision> lines) {
        lines.accept(decision(request, "unavailable", request.saslUsername(), cost, null, reason, begin));
        return PolicyAction.DUNNO;
    }

    private PolicyAction decide(PolicyRequest request, long begin, Consumer<SendDecision> lines) {
        ProtocolState state = request.protocolState();
        int cost = cost(request);
        if (request.saslUsername().isEmpty() || cost == 0) {
            return pass(
                    request,
                    "",
                    cost,
                    request.saslUsername().isEmpty() ? "no login" : "nothing to count",
                    begin,
                    lines);
        }
        if (!directory.loaded() || !counters.isLoaded()) {
            return unavailable(request, cost, "not loaded", begin, lines);
        }
        Sender sender = directory.sender(request.saslUsername());
        if (!sender.permitted()) {
            lines.accept(decision(request, "barred", sender.account(), cost, null, "", begin));
            return config.barredAction().fill(sender.account(), null);
        }
        Tally tally = state == ProtocolState.END_OF_MESSAGE
                ? counters.count(sender, cost, fingerprint(request))
                : counters.look(sender, cost);
        String result =
                switch (tally.outcome()) {
                    case ADMITTED -> "dunno";
                    case REPEATED -> "repeat";
                    case REFUSED -> "defer";
                };
        lines.accept(decision(request, result, sender.account(), cost, tally, "", begin));
        return tally.outcome() == Tally.Outcome.REFUSED
                ? config.action().fill(sender.account(), tally)
                : PolicyAction.DUNNO;
    }

    private static PolicyAction pass(
            PolicyRequest request, String key, int cost, String reason, long begin, Consumer<SendDecision> lines) {
        lines.accept(decision(request, "dunno", key, cost, null, reason, begin));
        return PolicyAction.DUNNO;
    }

    /** Recipients that are asked for. Before DATA Postfix does not know them yet: there must be room for one. */
    private static int cost(PolicyRequest request) {
        return switch (request.protocolState()) {
            case MAIL, RCPT -> 1;
            case DATA, END_OF_MESSAGE -> Math.max(1, request.recipientCount());
            default -> 0;
        };
    }

    /**
     * What a repeated request has in common with the first: the Postfix that asks (on another connection, so without its
     * port), its names for the message, and what is counted. A client that goes on after a refusal keeps the instance, but
     * a refused message was not counted and is not remembered.
     */
    static long fingerprint(PolicyRequest request) {
        long hash = FNV_OFFSET;
        hash = mix(hash, request.policyClient());
        hash = mix(hash, request.instance());
        hash = mix(hash, request.queueId());
        hash = (hash ^ request.recipientCount()) * FNV_PRIME;
        return (hash ^ request.sizeBytes()) * FNV_PRIME;
    }

    /** FNV-1a, 64 bits: quick, and nobody outside chooses the texts that it mixes. */
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;

    private static final long FNV_PRIME = 0x100000001b3L;

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xffff) * FNV_PRIME;
    }

    private static SendDecision decision(
            PolicyRequest request,
            String result,
            String key,
            int cost,
            @Nullable Tally tally,
            String reason,
            long begin) {
        SendLimit limit = tally == null ? null : tally.limit();
        return new SendDecision(
                result,
                limit == null ? "" : limit.toString(),
                key,
                request.protocolState().wireName(),
                request.instance(),
                request.clientAddress(),
                cost,
                tally == null || limit == null ? -1 : tally.used(),
                limit == null ? 0 : limit.amount(),
                reason,
                System.nanoTime() - begin);
    }
}
