// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.SendDecision;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.SendClassification.Counted;
import dev.sekisho.sendlimit.SendClassification.Step;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.MessageId;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
import dev.sekisho.sendlimit.counter.SendAttempt;
import dev.sekisho.sendlimit.counter.SendCounters;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers Postfix's send-limit requests.
 *
 * <p>A request is classified ({@link RequestClassifier}), counted if its class says so, recorded once and answered
 * once. {@code END-OF-MESSAGE} counts (another stage if configured), {@code RCPT} and {@code DATA} reserve,
 * {@code MAIL} checks without a change, all other states pass. If directory or counters do not answer, the mail passes
 * and the decision is {@code unavailable}.
 *
 * <p>A request without counters is answered on the caller's thread, and so are all requests while the counters are in
 * this process. Requests to counters on other nodes run on {@link RemoteStoreExecutor}. The caller's thread never
 * blocks.
 */
@ThreadSafe
public class SendLimitPolicy {
    private final RequestClassifier classifier;
    private final SendCounters counters;
    private final OpenTransactions transactions;
    private final SendLimitConfig config;
    private final DecisionLog log;
    private final SenderActivity activity;
    private final RemoteStoreExecutor store;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    /**
     * A policy that is not open yet.
     *
     * @param activity notes who sends
     * @param store runs what uses the counters
     */
    public SendLimitPolicy(
            DirectoryCache directory,
            SendCounters counters,
            SendBlocks sendBlocks,
            SendLimitConfig config,
            DecisionLog log,
            SenderActivity activity,
            RemoteStoreExecutor store,
            Clock clock) {
        this.classifier = new RequestClassifier(directory, counters, sendBlocks, config);
        this.counters = counters;
        this.transactions = new OpenTransactions(clock);
        this.config = config;
        this.log = log;
        this.activity = activity;
        this.store = store;
    }

    /** Begins to answer: the counters are restored, or the database is down and mail has to pass. */
    public void open() {
        opened.complete(true);
    }

    /** The answer. Before {@link #open} the stage waits without a thread. */
    public CompletionStage<PolicyAction> answer(PolicyRequest request) {
        return opened.isDone() ? evaluate(request) : opened.thenCompose(open -> evaluate(request));
    }

    /** A connection of Postfix has ended: what its message has reserved is free again. */
    void connectionClosed(long connection) {
        release(transactions.ended(connection));
    }

    private void release(OpenTransactions.@Nullable Open open) {
        if (open != null) {
            // Without an answer in time the reservation expires.
            store.submit(
                    token -> {
                        counters.release(open.counters(), open.transaction());
                        return true;
                    },
                    () -> false);
        }
    }

    /** The answer, for a caller that can wait for it. */
    PolicyAction decide(PolicyRequest request) {
        return evaluate(request).toCompletableFuture().join();
    }

    private CompletionStage<PolicyAction> evaluate(PolicyRequest request) {
        long begin = System.nanoTime();
        SendClassification kind = classifier.classify(request);
        if (!(kind instanceof Counted counted)) {
            return CompletableFuture.completedFuture(conclude(request, (SendOutcome) kind, begin, this::record));
        }
        if (store.isDirect() || counted.step() == Step.NONE) {
            return CompletableFuture.completedFuture(conclude(request, count(request, counted), begin, this::record));
        }
        return store.submit(
                // After its time limit the request has another answer and record; what it counted stays counted.
                token -> conclude(
                        request,
                        count(request, counted),
                        begin,
                        (asSent, outcome, decision) -> token.acquire() ? record(asSent, outcome, decision) : ""),
                () -> conclude(
                        request,
                        SendOutcome.unavailable(counted.sender().account(), "counters do not answer"),
                        begin,
                        this::record));
    }

    /** Uses the counters, which takes as long as the network does if they are on other nodes. */
    private SendOutcome count(PolicyRequest request, Counted counted) {
        MessageId id = MessageId.of(request, config.countsByRecipient());
        if (request.connection() != 0) {
            release(transactions.replaced(request.connection(), id.transaction()));
        }
        String account = counted.sender().account();
        SendAttempt attempt = new SendAttempt(
                account,
                counted.counters(),
                counters.cost(
                        RequestClassifier.recipients(request), request.sizeBytes(), withoutDot(request.recipient())),
                id);
        return switch (counted.step()) {
            case NONE -> outcome(account, LimitResult.UNLIMITED, false);
            case COUNTED_BEFORE ->
                SendOutcome.pass(
                        account, "counted at " + config.countAt().state().wireName());
            case PEEK -> outcome(account, counters.peek(attempt), false);
            case RESERVE_RECIPIENT -> outcome(account, reserve(request, attempt, Mode.RECIPIENT), false);
            case RESERVE_MESSAGE -> outcome(account, reserve(request, attempt, Mode.MESSAGE), false);
            case COUNT -> {
                LimitResult result = counters.count(attempt);
                transactions.settled(request.connection(), id.transaction());
                yield outcome(account, result, true);
            }
        };
    }

    private LimitResult reserve(PolicyRequest request, SendAttempt attempt, Mode mode) {
        LimitResult result = counters.reserve(attempt, mode);
        if (!result.isRefused()) {
            transactions.reserved(request.connection(), attempt.id().transaction(), attempt.counters());
        }
        return result;
    }

    /** Without the dot at the end of a fully qualified domain: Postfix resolves both alike. */
    private static String withoutDot(String recipient) {
        return recipient.endsWith(".") ? recipient.substring(0, recipient.length() - 1) : recipient;
    }

    /** @param counting whether this is the stage that counts: only there mail is held or filtered */
    private SendOutcome outcome(String account, LimitResult result, boolean counting) {
        return switch (result.outcome()) {
            case ADMITTED -> outcome("dunno", account, result, null);
            case REPEATED -> outcome("repeat", account, result, null);
            case OBSERVED -> outcome("observe", account, result, null);
            case HELD -> outcome(account, result, "hold", config.holdAction(), counting);
            case FILTERED -> outcome(account, result, "filter", config.filterAction(), counting);
            case REFUSED ->
                rejects(result)
                        ? outcome("reject", account, result, config.rejectAction())
                        : outcome("defer", account, result, config.action());
        };
    }

    private static SendOutcome outcome(
            String account, LimitResult result, String word, ActionTemplate action, boolean counting) {
        return counting ? outcome(word, account, result, action) : outcome("dunno", account, result, null);
    }

    private static SendOutcome outcome(
            String word, String account, LimitResult result, @Nullable ActionTemplate action) {
        return new SendOutcome(word, account, result, "", action);
    }

    private static boolean rejects(LimitResult result) {
        SendLimit limit = result.limit();
        return limit != null && limit.action() == LimitAction.REJECT;
    }

    /** The one place that records a decision and makes the answer. */
    private static PolicyAction conclude(
            PolicyRequest request, SendOutcome outcome, long beginNanos, Recorder recorder) {
        String reference = recorder.record(
                request,
                outcome,
                outcome.toDecision(request, RequestClassifier.recipients(request), System.nanoTime() - beginNanos));
        return outcome.toAction(reference);
    }

    private String record(PolicyRequest request, SendOutcome outcome, SendDecision decision) {
        if (outcome.isRefused()) {
            activity.refuse(request, outcome.key());
        } else if (request.protocolState() == config.countAt().state() && !outcome.isRepeated()) {
            activity.accept(request, outcome.key(), decision.cost(), config.countsByRecipient());
        } else if (request.protocolState() == ProtocolState.RCPT) {
            activity.see(request, outcome.key());
        }
        return log.record(decision);
    }

    /** Records a decision and returns its reference. */
    @FunctionalInterface
    private interface Recorder {
        String record(PolicyRequest request, SendOutcome outcome, SendDecision decision);
    }
}
