// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.decision.SendDecision;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.LimitedCounter;
import dev.sekisho.sendlimit.counter.MessageId;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
import dev.sekisho.sendlimit.counter.SendAttempt;
import dev.sekisho.sendlimit.counter.SendCounters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers Postfix's question whether an account may send: the rules of the send-limit service.
 *
 * <p>{@code END-OF-MESSAGE} counts (another stage if configured); {@code RCPT} and {@code DATA} reserve, {@code MAIL}
 * only looks; all other states pass. An account that is send-blocked is refused at each of them. Whatever is missing
 * (directory, counters) lets mail flow and is logged as {@code unavailable}.
 *
 * <p>Whoever is send-blocked or concerned by no counter is answered at once, and so is everybody where the counters are
 * in this process. Counters beyond the network are asked on {@link RemoteStoreExecutor}.
 *
 * <p>Safe for use by many threads; never blocks.
 */
public class SendLimitPolicy {
    /** Who sends without a login. */
    private static final Sender NOBODY = new Sender("", false, true, SendLimits.UNLIMITED);

    private final DirectoryCache directory;
    private final SendCounters counters;
    private final SendBlocks sendBlocks;
    private final OpenTransactions transactions;
    private final SendLimitConfig config;
    private final DecisionLog log;
    private final RemoteStoreExecutor store;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    /** @param store who asks the counters */
    public SendLimitPolicy(
            DirectoryCache directory,
            SendCounters counters,
            SendBlocks sendBlocks,
            SendLimitConfig config,
            DecisionLog log,
            RemoteStoreExecutor store,
            Clock clock) {
        this.directory = directory;
        this.counters = counters;
        this.sendBlocks = sendBlocks;
        this.transactions = new OpenTransactions(clock);
        this.config = config;
        this.log = log;
        this.store = store;
    }

    /** Tells that the start has done what it could: counters are back, or the database is away and mail has to flow. */
    public void open() {
        opened.complete(true);
    }

    /**
     * The answer; in the moments before the start has brought the counters back it waits for them, without a thread.
     */
    CompletionStage<PolicyAction> answer(PolicyRequest request) {
        return opened.isDone() ? judge(request) : opened.thenCompose(open -> judge(request));
    }

    /** A connection of Postfix has ended: what its message has reserved is free again. */
    void connectionClosed(long connection) {
        release(transactions.ended(connection));
    }

    private void release(OpenTransactions.@Nullable Open open) {
        if (open == null) {
            return;
        }
        if (store.isDirect()) {
            counters.release(open.claims(), open.transaction());
        } else {
            // Without an answer in time it ends by itself.
            store.submit(
                    claim -> {
                        counters.release(open.claims(), open.transaction());
                        return true;
                    },
                    () -> false);
        }
    }

    /** The answer, for whoever can wait for it. */
    PolicyAction decide(PolicyRequest request) {
        return judge(request).toCompletableFuture().join();
    }

    /** Answers at once where counters are in this process or none is concerned. */
    private CompletionStage<PolicyAction> judge(PolicyRequest request) {
        long begin = System.nanoTime();
        boolean login = !request.saslUsername().isEmpty();
        int cost = cost(request);
        if (cost == 0) {
            return pass(request, "", cost, login ? "nothing to count" : "no login", begin);
        }
        if (!directory.loaded() || !counters.isLoaded()) {
            return login
                    ? done(unavailable(request, request.saslUsername(), cost, "not loaded", begin))
                    : pass(request, "", cost, "no login", begin);
        }
        Sender sender = login ? directory.sender(request.saslUsername()) : NOBODY;
        if (!sender.permitted() || sendBlocks.isSendBlocked(sender.account())) {
            String reference = log.record(decision(request, "send-blocked", sender.account(), cost, null, "", begin));
            return done(config.sendBlockedAction().fill(sender.account(), null, reference));
        }
        SendScopes scopes = directory.sendScopes();
        ScopeRule network = scopes.isEmpty() ? null : scopes.network(request.clientAddress());
        UnauthenticatedPolicy treatment = treatment(request, login, network);
        if (treatment == UnauthenticatedPolicy.REFUSE) {
            String reason = login ? "null sender" : "no login";
            String reference = log.record(decision(request, "reject", sender.account(), cost, null, reason, begin));
            return done(config.refusedAction().fill(sender.account(), null, reference));
        }
        String passing = treatment == UnauthenticatedPolicy.PASS
                ? (login ? "null sender" : "no login")
                : exemption(sender, scopes, request.clientAddress());
        if (!passing.isEmpty()) {
            return pass(request, sender.account(), cost, passing, begin);
        }
        List<LimitedCounter> claims = claims(sender, scopes, network, request);
        if (claims.isEmpty() && !login) {
            return pass(request, "", cost, "no login", begin);
        }
        if (store.isDirect() || claims.isEmpty()) {
            return done(ask(request, sender, claims, cost, begin, log::record));
        }
        return store.submit(
                // What is decided too late was answered without it; what it counted stays counted.
                claim -> ask(request, sender, claims, cost, begin, line -> claim.acquire() ? log.record(line) : ""),
                () -> unavailable(request, sender.account(), cost, "counters do not answer", begin));
    }

    /** Asks the counters, which may take as long as the network does. */
    private PolicyAction ask(
            PolicyRequest request,
            Sender sender,
            List<LimitedCounter> claims,
            int recipients,
            long begin,
            ToReference lines) {
        ProtocolState state = request.protocolState();
        ProtocolState counted = config.countAt().state();
        boolean byRecipient = counted == ProtocolState.RCPT;
        MessageId id = MessageId.of(request, byRecipient);
        SendAttempt asked = new SendAttempt(
                sender.account(),
                claims,
                counters.cost(recipients, request.sizeBytes(), withoutDot(request.recipient())),
                id);
        if (request.connection() != 0) {
            release(transactions.replaced(request.connection(), id.transaction()));
        }
        LimitResult limitResult;
        if (claims.isEmpty()) {
            limitResult = LimitResult.UNLIMITED;
        } else if (state == counted) {
            limitResult = counters.count(asked);
            transactions.settled(request.connection(), id.transaction());
        } else if (state.compareTo(counted) > 0) {
            lines.record(decision(
                    request, "dunno", sender.account(), recipients, null, "counted at " + counted.wireName(), begin));
            return PolicyAction.DUNNO;
        } else if (config.reserve() && !byRecipient && state != ProtocolState.MAIL && MessageId.canReserve(request)) {
            limitResult = counters.reserve(asked, state == ProtocolState.RCPT ? Mode.RECIPIENT : Mode.MESSAGE);
            if (limitResult.outcome() != LimitResult.Outcome.REFUSED) {
                transactions.reserved(request.connection(), id.transaction(), claims);
            }
        } else {
            limitResult = counters.look(asked);
        }
        boolean counting = state == counted;
        String reference = lines.record(
                decision(request, result(limitResult, counting), sender.account(), recipients, limitResult, "", begin));
        ActionTemplate action = action(limitResult, counting);
        return action == null ? PolicyAction.DUNNO : action.fill(sender.account(), limitResult, reference);
    }

    /** Without the dot that a fully qualified domain may end with: Postfix resolves both alike. */
    private static String withoutDot(String recipient) {
        return recipient.endsWith(".") ? recipient.substring(0, recipient.length() - 1) : recipient;
    }

    /** What becomes of mail without login, and of mail from the null sender, where the client's network has a rule. */
    private static UnauthenticatedPolicy treatment(PolicyRequest request, boolean login, @Nullable ScopeRule network) {
        if (network == null) {
            return UnauthenticatedPolicy.COUNT;
        }
        UnauthenticatedPolicy noLogin = login ? UnauthenticatedPolicy.COUNT : network.noLogin();
        UnauthenticatedPolicy nullSender =
                request.sender().isEmpty() ? network.nullSender() : UnauthenticatedPolicy.COUNT;
        if (noLogin == UnauthenticatedPolicy.REFUSE || nullSender == UnauthenticatedPolicy.REFUSE) {
            return UnauthenticatedPolicy.REFUSE;
        }
        return noLogin == UnauthenticatedPolicy.PASS ? noLogin : nullSender;
    }

    /** Why no limit applies; empty if limits do. */
    private static String exemption(Sender sender, SendScopes scopes, String clientAddress) {
        String name = sender.exemption();
        if (name.isEmpty() && !scopes.isEmpty()) {
            String network = scopes.exemption(clientAddress);
            name = network == null ? "" : network;
        }
        return name.isEmpty() ? "" : "exempt by " + name;
    }

    private List<LimitedCounter> claims(
            Sender sender, SendScopes scopes, @Nullable ScopeRule network, PolicyRequest request) {
        List<LimitedCounter> own = sender.account().isEmpty() ? List.of() : SendCounters.claims(sender);
        if (!own.isEmpty() && !counters.admits(sender)) {
            own = List.of();
        }
        if (scopes.isEmpty()) {
            return own;
        }
        List<LimitedCounter> all = new ArrayList<>(own);
        add(all, network);
        add(all, scopes.sender(request.sender()));
        add(all, scopes.context(request.policyContext()));
        return all;
    }

    private static void add(List<LimitedCounter> claims, @Nullable ScopeRule rule) {
        if (rule != null && !rule.limits().isUnlimited()) {
            // The key without its @: network/192.0.2.0/24
            claims.add(new LimitedCounter(
                    rule.key(), rule.key().substring(1), rule.limits().limits()));
        }
    }

    private static String result(LimitResult limitResult, boolean counting) {
        return switch (limitResult.outcome()) {
            case ADMITTED -> "dunno";
            case REPEATED -> "repeat";
            case REFUSED -> rejects(limitResult) ? "reject" : "defer";
            case HELD -> counting ? "hold" : "dunno";
            case FILTERED -> counting ? "filter" : "dunno";
            case OBSERVED -> "observe";
        };
    }

    /** What to answer instead of DUNNO. */
    private @Nullable ActionTemplate action(LimitResult limitResult, boolean counting) {
        return switch (limitResult.outcome()) {
            case REFUSED -> rejects(limitResult) ? config.rejectAction() : config.action();
            case HELD -> counting ? config.holdAction() : null;
            case FILTERED -> counting ? config.filterAction() : null;
            default -> null;
        };
    }

    private static boolean rejects(LimitResult limitResult) {
        SendLimit limit = limitResult.limit();
        return limit != null && limit.action() == LimitAction.REJECT;
    }

    private CompletionStage<PolicyAction> pass(PolicyRequest request, String key, int cost, String reason, long begin) {
        log.record(decision(request, "dunno", key, cost, null, reason, begin));
        return done(PolicyAction.DUNNO);
    }

    private PolicyAction unavailable(PolicyRequest request, String key, int cost, String reason, long begin) {
        log.record(decision(request, "unavailable", key, cost, null, reason, begin));
        return PolicyAction.DUNNO;
    }

    private static CompletionStage<PolicyAction> done(PolicyAction action) {
        return CompletableFuture.completedFuture(action);
    }

    /** Recipients that are asked for. Before DATA Postfix does not know them yet: there must be room for one. */
    private static int cost(PolicyRequest request) {
        return switch (request.protocolState()) {
            case MAIL, RCPT -> 1;
            case DATA, END_OF_MESSAGE -> Math.max(1, request.recipientCount());
            default -> 0;
        };
    }

    private static SendDecision decision(
            PolicyRequest request,
            String result,
            String key,
            int cost,
            @Nullable LimitResult limitResult,
            String reason,
            long begin) {
        SendLimit limit = limitResult == null ? null : limitResult.limit();
        return new SendDecision(
                result,
                limit == null ? "" : limit.toString(),
                key,
                request.protocolState().wireName(),
                request.instance(),
                request.clientAddress(),
                cost,
                limitResult == null || limit == null ? -1 : limitResult.used(),
                limit == null ? 0 : limit.amount(),
                limitResult == null || limitResult.outcome() != LimitResult.Outcome.REFUSED
                        ? ""
                        : limitResult.release(),
                reason,
                System.nanoTime() - begin);
    }

    /** Writes a decision down and tells its reference. */
    @FunctionalInterface
    private interface ToReference {
        String record(SendDecision decision);
    }
}
