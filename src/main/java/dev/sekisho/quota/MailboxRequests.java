// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.MailboxRoute.Mailbox;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.quota.client.QuotaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends the requests about a recipient to the hosts of all its mailboxes, in parallel and within one time limit.
 *
 * <p>A recipient with several mailboxes is full if each of them is. A mailbox that its host does not know is left out.
 */
@ThreadSafe
final class MailboxRequests {
    /** The result for a recipient with too many mailboxes. */
    static final QuotaResult TOO_MANY = new QuotaResult.Unavailable(QuotaFailure.TOO_MANY);

    private final QuotaStatus hosts;

    MailboxRequests(QuotaStatus hosts) {
        this.hosts = hosts;
    }

    /** Requests one recipient for an SMTP client; {@code mailboxes} has at least one. */
    CompletionStage<QuotaResult> request(List<Mailbox> mailboxes, long sizeBytes, String client) {
        if (mailboxes.size() == 1) {
            return request(mailboxes.get(0), sizeBytes, client);
        }
        List<CompletionStage<QuotaResult>> stages = new ArrayList<>(mailboxes.size());
        for (Mailbox mailbox : mailboxes) {
            stages.add(request(mailbox, sizeBytes, client));
        }
        return all(stages).thenApply(MailboxRequests::together);
    }

    /**
     * Requests all recipients of a message, each mailbox once.
     *
     * @param recipients the mailboxes of each recipient
     * @param most how many mailboxes are requested; a recipient beyond it gets {@link QuotaFailure#TOO_MANY}
     * @return a result for each recipient, in their order
     */
    CompletionStage<List<QuotaResult>> requestAll(
            List<List<Mailbox>> recipients, long sizeBytes, String client, int most) {
        Map<String, CompletionStage<QuotaResult>> requested = new HashMap<>();
        List<CompletionStage<QuotaResult>> answers = new ArrayList<>(recipients.size());
        for (List<Mailbox> mailboxes : recipients) {
            long further = mailboxes.stream()
                    .filter(each -> !requested.containsKey(each.address()))
                    .count();
            if (requested.size() + further > most) {
                answers.add(CompletableFuture.completedStage(TOO_MANY));
                continue;
            }
            List<CompletionStage<QuotaResult>> own = new ArrayList<>(mailboxes.size());
            for (Mailbox each : mailboxes) {
                own.add(requested.computeIfAbsent(each.address(), absent -> request(each, sizeBytes, client)));
            }
            answers.add(own.size() == 1 ? own.get(0) : all(own).thenApply(MailboxRequests::together));
        }
        return all(answers);
    }

    private CompletionStage<QuotaResult> request(Mailbox mailbox, long sizeBytes, String client) {
        return hosts.request(mailbox.host(), mailbox.address(), sizeBytes, client);
    }

    /** The results of all in their order, after the last has arrived. */
    static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        List<CompletableFuture<T>> futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    static QuotaResult together(List<QuotaResult> answers) {
        QuotaResult full = null;
        QuotaResult passing = null;
        for (QuotaResult answer : answers) {
            if (answer instanceof QuotaResult.Full) {
                full = full == null ? answer : full;
            } else if (answer instanceof QuotaResult.Room) {
                return answer;
            } else if (!(answer instanceof QuotaResult.Unknown)) {
                passing = answer;
            }
        }
        if (passing != null) {
            return passing;
        }
        return full != null ? full : answers.get(0);
    }
}
