// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.directory.Address;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.MailboxRoute.Mailbox;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.RememberedMessage;
import dev.sekisho.quota.cache.RememberedRecipient;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The rules at {@code RCPT}: one recipient, and the declared size if there is one.
 *
 * <p>Accepted recipients are remembered for {@link EndOfMessageStage}; a rejected recipient does not belong to the
 * message. Never blocks.
 */
final class RecipientStage {
    private static final PolicyAction ONE_AT_A_TIME =
            PolicyAction.of("452 4.5.3 A mailbox is nearly full: please send this message to one recipient at a time");

    private static final PolicyAction NO_SUCH_RECIPIENT = PolicyAction.of("550 5.1.1 No such recipient here");

    private final Function<String, Optional<MailboxRoute>> routes;
    private final MailboxRequests requests;
    private final QuotaCaches memory;
    private final QuotaConfig config;
    private final MessageConfig messages;
    private final QuotaMetrics metrics;
    private final DecisionLines lines;

    RecipientStage(
            Function<String, Optional<MailboxRoute>> routes,
            MailboxRequests requests,
            QuotaCaches memory,
            QuotaConfig config,
            MessageConfig messages,
            QuotaMetrics metrics,
            DecisionLines lines) {
        this.routes = routes;
        this.requests = requests;
        this.memory = memory;
        this.config = config;
        this.messages = messages;
        this.metrics = metrics;
        this.lines = lines;
    }

    CompletionStage<PolicyAction> decide(PolicyRequest request) {
        long begin = lines.begin();
        metrics.recipient(request.sizeBytes() > 0);
        Optional<MailboxRoute> found = routes.apply(request.recipient());
        if (found.isEmpty()) {
            return pass(request, "unavailable", request.recipient(), "directory not loaded", begin);
        }
        MailboxRoute route = found.get();
        if (route instanceof MailboxRoute.UnknownRecipient unknown && isRefused(unknown)) {
            String reference = lines.write(request, "unknown", request.recipient(), "", "unknown recipient", begin);
            return CompletableFuture.completedStage(ReplyText.withReference(NO_SUCH_RECIPIENT, reference));
        }
        List<Mailbox> mailboxes = mailboxes(route);
        if (mailboxes.isEmpty()) {
            return pass(request, "skip", keyOf(route, request), whySkipped(route), begin);
        }
        String key = mailboxes.size() == 1 ? mailboxes.get(0).address() : Address.canonical(request.recipient());
        RememberedMessage before = mailboxes.size() == 1 && !messages.singleRecipient()
                ? RememberedMessage.NONE
                : memory.messages().find(request);
        List<RememberedRecipient> same = before.like(RememberedRecipient.canonical(key, mailboxes), mailboxes);
        if (same.isEmpty() && isToComeAlone(request, mailboxes, before.recipients())) {
            String reference = lines.write(request, "split", key, "", "nearly full: one recipient at a time", begin);
            return CompletableFuture.completedStage(ReplyText.withReference(ONE_AT_A_TIME, reference));
        }
        Size size = size(request, mailboxes);
        if (mailboxes.size() > 1 && same.isEmpty() && isTooMany(before, mailboxes)) {
            metrics.tooMany(1);
            return pass(request, "unavailable", key, QuotaFailure.TOO_MANY.word(), begin);
        }
        CompletionStage<QuotaResult> requested = mailboxes.size() > 1
                        && same.stream().anyMatch(each -> each.hasRoomFor(size.bytes))
                ? CompletableFuture.completedStage(new QuotaResult.Room()) // the same list, written in another way
                : requests.request(mailboxes, size.bytes, IpNetwork.neighbourhood(request.clientAddress()));
        return requested.thenApplyAsync(
                answer -> answered(request, mailboxes, key, size, answer, begin), memory.executor());
    }

    /**
     * Whether the lists of the message have more members than requests are permitted; a single mailbox costs one
     * request.
     */
    private boolean isTooMany(RememberedMessage before, List<Mailbox> mailboxes) {
        return before.listMailboxes() + mailboxes.size() > messages.requestsPerMessage();
    }

    private PolicyAction answered(
            PolicyRequest request, List<Mailbox> mailboxes, String key, Size size, QuotaResult answer, long begin) {
        PolicyAction action = answer.action(config);
        if (action.equals(PolicyAction.DUNNO)) {
            long judged = answer instanceof QuotaResult.Room ? size.bytes : RememberedRecipient.UNJUDGED;
            remember(request, mailboxes, judged);
        }
        String host = mailboxes.size() == 1 ? mailboxes.get(0).host().name() : "";
        String reason = answer.reason().isEmpty() ? size.origin : answer.reason();
        String reference = lines.write(request, answer.result(), key, host, reason, begin);
        return ReplyText.withReference(action, reference);
    }

    /** Without a request; the recipient is remembered as one with room. */
    private CompletionStage<PolicyAction> pass(
            PolicyRequest request, String result, String key, String reason, long begin) {
        remember(request, List.of(), 0);
        lines.write(request, result, key, "", reason, begin);
        return CompletableFuture.completedStage(PolicyAction.DUNNO);
    }

    private void remember(PolicyRequest request, List<Mailbox> mailboxes, long judgedBytes) {
        if (messages.endOfMessage()) {
            memory.messages()
                    .add(
                            request,
                            new RememberedRecipient(
                                    RememberedRecipient.canonical(request.recipient(), mailboxes),
                                    mailboxes,
                                    request.sizeBytes(),
                                    judgedBytes));
        }
    }

    /** The mailboxes to request; empty if one of them cannot be full as far as is known. */
    static List<Mailbox> mailboxes(MailboxRoute route) {
        List<Mailbox> all = List.of();
        if (route instanceof Mailbox one) {
            all = List.of(one);
        } else if (route instanceof MailboxRoute.Many many && !many.alwaysRoom()) {
            all = many.mailboxes();
        }
        return all.stream().anyMatch(each -> each.host().state() == MailHostState.DOWN) ? List.of() : all;
    }

    private boolean isRefused(MailboxRoute.UnknownRecipient unknown) {
        UnknownRecipientReply reply = unknown.reply();
        return (reply == null ? messages.unknownRecipient() : reply) == UnknownRecipientReply.REJECT;
    }

    /** Whether a mailbox of this message is nearly full and this is not its first recipient. */
    private boolean isToComeAlone(PolicyRequest request, List<Mailbox> mailboxes, List<RememberedRecipient> before) {
        if (!messages.singleRecipient()
                || request.sizeBytes() > 0
                || before.isEmpty()
                || messages.exempt().contains(request)) {
            return false;
        }
        return isNearlyFull(mailboxes) || before.stream().anyMatch(each -> isNearlyFull(each.mailboxes()));
    }

    private boolean isNearlyFull(List<Mailbox> mailboxes) {
        return mailboxes.stream().anyMatch(each -> memory.room().isNearlyFull(each.address()));
    }

    /** The size to request, and its source if the client did not declare it. */
    private record Size(long bytes, String origin) {}

    private Size size(PolicyRequest request, List<Mailbox> mailboxes) {
        long declared = request.sizeBytes();
        if (messages.mixed() == MixedPolicy.RETRY_SPLIT) {
            long real =
                    memory.splits().returning(request, RememberedRecipient.canonical(request.recipient(), mailboxes));
            if (real > declared) {
                return new Size(real, "real size of the first attempt: " + real);
            }
        }
        if (declared == 0 && messages.learnSizes() && mailboxes.size() == 1) {
            long expected =
                    memory.sizes().expected(request.sender(), mailboxes.get(0).address());
            return new Size(expected, expected == 0 ? "" : "learnt size: " + expected);
        }
        return new Size(declared, "");
    }

    private static String keyOf(MailboxRoute route, PolicyRequest request) {
        if (route instanceof MailboxRoute.NoQuotaHost mailbox) {
            return mailbox.address();
        }
        return route instanceof Mailbox mailbox ? mailbox.address() : Address.canonical(request.recipient());
    }

    private static String whySkipped(MailboxRoute route) {
        if (route instanceof MailboxRoute.NoQuotaHost) {
            return "mail host has no quota-status";
        }
        if (route instanceof Mailbox mailbox) {
            return "mail host " + mailbox.host().name() + " is down";
        }
        if (route instanceof MailboxRoute.UnknownRecipient) {
            return "unknown recipient";
        }
        if (route instanceof MailboxRoute.Many) {
            return "a mailbox of the list always has room";
        }
        if (route instanceof MailboxRoute.SenderRewritten) {
            return "sender-rewritten address";
        }
        return route instanceof MailboxRoute.AliasLoop ? "alias loop" : "not ours";
    }
}
