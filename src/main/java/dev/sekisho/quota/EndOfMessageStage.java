// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.directory.snapshot.MailboxRoute.Mailbox;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.cache.RememberedMessage;
import dev.sekisho.quota.cache.RememberedRecipient;
import dev.sekisho.quota.client.QuotaResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The rules at {@code END-OF-MESSAGE}: the real size is known, and one reply counts for all recipients.
 *
 * <p>A recipient is requested again unless its mailboxes had room for that size at {@code RCPT} (RFC 1870 6.4: not
 * declared, or declared smaller). All requests run in parallel within the time of one. If no recipients are remembered,
 * a message to a single recipient, which Postfix names, is still checked; any other passes. Never blocks.
 */
final class EndOfMessageStage {
    private static final PolicyAction TRY_AGAIN =
            PolicyAction.of("452 4.2.2 Not all mailboxes have room for this message: please send it again");

    private final Function<String, Optional<MailboxRoute>> routes;
    private final MailboxRequests requests;
    private final QuotaCaches memory;
    private final QuotaConfig config;
    private final MessageConfig messages;
    private final QuotaMetrics metrics;
    private final DecisionLines lines;

    EndOfMessageStage(
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
        if (!messages.endOfMessage()) {
            return pass(request, "no check at this stage", begin);
        }
        RememberedMessage message = memory.messages().find(request);
        List<RememberedRecipient> recipients = recipients(request, message);
        if (recipients.isEmpty()) {
            metrics.ended("forgotten");
            return pass(request, "no recipients remembered", begin);
        }
        learn(request, recipients);
        List<RememberedRecipient> requested = recipients.stream()
                .filter(each -> each.needsRequest(request.sizeBytes()))
                .toList();
        if (requested.isEmpty()) {
            metrics.ended("declared");
            expectDelivery(request, recipients);
            return pass(request, "no mailbox to request with the real size", begin);
        }
        // Both counts include repetitions. Recipients beyond the remembered ones are not known here.
        boolean others = request.recipientCount() > Math.max(message.requests(), recipients.size());
        return requests.requestAll(
                        requested.stream().map(RememberedRecipient::mailboxes).toList(),
                        request.sizeBytes(),
                        IpNetwork.neighbourhood(request.clientAddress()),
                        messages.requestsPerMessage())
                .thenApplyAsync(all -> judge(request, recipients, requested, all, others, begin), memory.executor());
    }

    private List<RememberedRecipient> recipients(PolicyRequest request, RememberedMessage message) {
        if (request.recipient().isEmpty()) {
            return message.recipients();
        }
        Optional<List<Mailbox>> found = routes.apply(request.recipient()).map(RecipientStage::mailboxes);
        List<Mailbox> mailboxes = found.orElse(List.of());
        String canonical = RememberedRecipient.canonical(request.recipient(), mailboxes);
        List<RememberedRecipient> known = message.like(canonical, mailboxes);
        if (!known.isEmpty() || found.isEmpty()) {
            return known;
        }
        return List.of(new RememberedRecipient(canonical, mailboxes, 0, RememberedRecipient.UNJUDGED));
    }

    private PolicyAction judge(
            PolicyRequest request,
            List<RememberedRecipient> recipients,
            List<RememberedRecipient> requested,
            List<QuotaResult> answers,
            boolean others,
            long begin) {
        List<RememberedRecipient> full = new ArrayList<>();
        QuotaResult fullAnswer = null;
        QuotaResult doubt = null;
        int tooMany = 0;
        for (int i = 0; i < requested.size(); i++) {
            QuotaResult answer = answers.get(i);
            if (answer instanceof QuotaResult.Full) {
                full.add(requested.get(i));
                fullAnswer = fullAnswer == null ? answer : fullAnswer;
            } else if (!(answer instanceof QuotaResult.Room)) {
                tooMany += answer.equals(MailboxRequests.TOO_MANY) ? 1 : 0;
                doubt = doubt == null ? answer : doubt;
            }
        }
        if (tooMany > 0) {
            metrics.tooMany(tooMany);
        }
        if (fullAnswer == null) {
            String result = doubt == null ? "room" : doubt.result();
            metrics.ended(doubt == null ? "room" : "unavailable");
            write(request, result, requested, doubt == null ? "" : doubt.reason(), begin);
            expectDelivery(request, recipients);
            return PolicyAction.DUNNO;
        }
        if (full.size() == recipients.size() && !others) {
            metrics.ended("full");
            metrics.bouncesSaved(full.size());
            String reference = write(request, "full", full, "", begin);
            return ReplyText.withReference(fullAnswer.action(config), reference);
        }
        return mixed(request, recipients, full, fullAnswer, begin);
    }

    private PolicyAction mixed(
            PolicyRequest request,
            List<RememberedRecipient> recipients,
            List<RememberedRecipient> full,
            QuotaResult fullAnswer,
            long begin) {
        String share = full.size() + " of " + recipients.size() + " recipients are full: ";
        if (messages.mixed() == MixedPolicy.REFUSE) {
            metrics.ended("mixed-refuse");
            metrics.bouncesSaved(full.size());
            String reference = write(request, "full", full, share + "refused for all", begin);
            return ReplyText.withReference(fullAnswer.action(config), reference);
        }
        if (messages.mixed() == MixedPolicy.RETRY_SPLIT && !memory.splits().isRefusedAlready(request, recipients)) {
            memory.splits().await(request, recipients);
            metrics.ended("mixed-retry");
            metrics.bouncesSaved(full.size());
            String reference = write(request, "split", full, share + "to be sent again", begin);
            return ReplyText.withReference(TRY_AGAIN, reference);
        }
        metrics.ended("mixed-accept");
        write(request, "mixed", full, share + "taken for all", begin);
        expectDelivery(request, recipients);
        return PolicyAction.DUNNO;
    }

    private void learn(PolicyRequest request, List<RememberedRecipient> recipients) {
        if (messages.learnSizes()) {
            recipients.stream()
                    .flatMap(each -> each.mailboxes().stream())
                    .forEach(each -> memory.sizes().learn(request.sender(), each.address(), request.sizeBytes()));
        }
        long declared = recipients.get(0).declaredBytes();
        if (declared > 0) {
            metrics.sizes(declared, request.sizeBytes());
        }
    }

    /** The message passes: Postfix has finished it, and it goes to the mailboxes. */
    private void expectDelivery(PolicyRequest request, List<RememberedRecipient> recipients) {
        memory.messages().forget(request);
        recipients.stream()
                .flatMap(each -> each.mailboxes().stream())
                .forEach(each -> memory.room().filled(each.address()));
    }

    private CompletionStage<PolicyAction> pass(PolicyRequest request, String reason, long begin) {
        lines.write(request, "skip", request.recipient(), "", reason, begin);
        return CompletableFuture.completedStage(PolicyAction.DUNNO);
    }

    /** One record for a message; its key is the first recipient concerned. */
    private String write(
            PolicyRequest request, String result, List<RememberedRecipient> about, String reason, long begin) {
        Mailbox first = about.get(0).mailboxes().get(0);
        boolean single = about.size() == 1 && about.get(0).mailboxes().size() == 1;
        return lines.write(
                request, result, first.address(), single ? first.host().name() : "", reason, begin);
    }
}
