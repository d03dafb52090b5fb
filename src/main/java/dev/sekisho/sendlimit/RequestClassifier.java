// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.SendClassification.Counted;
import dev.sekisho.sendlimit.SendClassification.Step;
import dev.sekisho.sendlimit.counter.LimitedCounter;
import dev.sekisho.sendlimit.counter.MessageId;
import dev.sekisho.sendlimit.counter.SendCounters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides by directory and configuration, in memory, whether a request passes, is refused, or needs counters.
 *
 * <p>The checks have this order: the stage, the state of Sekisho, the state of the account, the rules of the client's
 * network, exemptions, counters.
 */
@ThreadSafe
final class RequestClassifier {
    /** The sender of mail without login. */
    static final Sender UNAUTHENTICATED = new Sender("", false, true, SendLimits.UNLIMITED);

    private static final String NO_LOGIN = "no login";
    private static final String NULL_SENDER = "null sender";

    private final DirectoryCache directory;
    private final SendCounters counters;
    private final SendBlocks sendBlocks;
    private final SendLimitConfig config;

    RequestClassifier(DirectoryCache directory, SendCounters counters, SendBlocks sendBlocks, SendLimitConfig config) {
        this.directory = directory;
        this.counters = counters;
        this.sendBlocks = sendBlocks;
        this.config = config;
    }

    SendClassification classify(PolicyRequest request) {
        boolean login = !request.saslUsername().isEmpty();
        if (recipients(request) == 0) {
            return SendOutcome.pass("", login ? "nothing to count" : NO_LOGIN);
        }
        if (!directory.loaded() || !counters.isLoaded()) {
            return notLoaded(request, login);
        }
        Sender sender = login ? directory.sender(request.saslUsername()) : UNAUTHENTICATED;
        if (!sender.permitted() || sendBlocks.isSendBlocked(sender.account())) {
            return SendOutcome.refuse("send-blocked", sender.account(), "", config.sendBlockedAction());
        }
        return classify(request, sender, login);
    }

    private static SendOutcome notLoaded(PolicyRequest request, boolean login) {
        return login
                ? SendOutcome.unavailable(Address.canonical(request.saslUsername()), "not loaded")
                : SendOutcome.pass("", NO_LOGIN);
    }

    /** A request of a sender that may send. */
    private SendClassification classify(PolicyRequest request, Sender sender, boolean login) {
        SendScopes scopes = directory.sendScopes();
        ScopeRule network = scopes.isEmpty() ? null : scopes.network(request.clientAddress());
        UnauthenticatedPolicy policy = unauthenticatedPolicy(request, login, network);
        String reason = login ? NULL_SENDER : NO_LOGIN;
        if (policy == UnauthenticatedPolicy.REFUSE) {
            return SendOutcome.refuse("reject", sender.account(), reason, config.refusedAction());
        }
        if (policy == UnauthenticatedPolicy.PASS) {
            return SendOutcome.pass(sender.account(), reason);
        }
        String exemption = exemption(sender, scopes, request.clientAddress());
        if (!exemption.isEmpty()) {
            return SendOutcome.pass(sender.account(), "exempt by " + exemption);
        }
        List<LimitedCounter> concerned = counters(sender, scopes, network, request);
        return concerned.isEmpty() && !login
                ? SendOutcome.pass("", NO_LOGIN)
                : new Counted(sender, concerned, concerned.isEmpty() ? Step.NONE : step(request));
    }

    /** The recipients to check: before DATA Postfix does not know them, and one must fit; 0 if none are checked. */
    static int recipients(PolicyRequest request) {
        return switch (request.protocolState()) {
            case MAIL, RCPT -> 1;
            case DATA, END_OF_MESSAGE -> Math.max(1, request.recipientCount());
            default -> 0;
        };
    }

    private Step step(PolicyRequest request) {
        ProtocolState state = request.protocolState();
        int order = state.compareTo(config.countAt().state());
        if (order == 0) {
            return Step.COUNT;
        }
        if (order > 0) {
            return Step.COUNTED_BEFORE;
        }
        if (!config.reserve()
                || config.countsByRecipient()
                || state == ProtocolState.MAIL
                || !MessageId.canReserve(request)) {
            return Step.PEEK;
        }
        return state == ProtocolState.RCPT ? Step.RESERVE_RECIPIENT : Step.RESERVE_MESSAGE;
    }

    /** The rule of the client's network for mail without login or from the null sender; the stricter of both. */
    private static UnauthenticatedPolicy unauthenticatedPolicy(
            PolicyRequest request, boolean login, @Nullable ScopeRule network) {
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

    /** The name of the exemption; empty if limits apply. */
    private static String exemption(Sender sender, SendScopes scopes, String clientAddress) {
        String name = sender.exemption();
        if (name.isEmpty() && !scopes.isEmpty()) {
            String network = scopes.exemption(clientAddress);
            return network == null ? "" : network;
        }
        return name;
    }

    private List<LimitedCounter> counters(
            Sender sender, SendScopes scopes, @Nullable ScopeRule network, PolicyRequest request) {
        List<LimitedCounter> own = sender.account().isEmpty() ? List.of() : SendCounters.ofSender(sender);
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

    private static void add(List<LimitedCounter> counters, @Nullable ScopeRule rule) {
        if (rule != null && !rule.limits().isUnlimited()) {
            // The key without its @: network/192.0.2.0/24
            counters.add(new LimitedCounter(
                    rule.key(), rule.key().substring(1), rule.limits().limits()));
        }
    }
}
