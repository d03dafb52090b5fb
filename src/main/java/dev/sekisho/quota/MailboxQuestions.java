// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.MailboxRoute.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the question about a recipient to the hosts of all its mailboxes, in parallel: each answers within the same time.
 *
 * <p>A recipient of several mailboxes is full if each of them is; one that its host does not know has no voice.
 *
 * <p>Safe for use by many threads.
 */
final class MailboxQuestions {
    private final QuotaStatus hosts;

    MailboxQuestions(QuotaStatus hosts) {
        this.hosts = hosts;
    }

    /** @param mailboxes at least one */
    CompletionStage<QuotaAnswer> ask(List<Mailbox> mailboxes, long sizeBytes) {
        if (mailboxes.size() == 1) {
            return ask(mailboxes.get(0), sizeBytes);
        }
        List<CompletionStage<QuotaAnswer>> stages = new ArrayList<>(mailboxes.size());
        for (Mailbox mailbox : mailboxes) {
            stages.add(ask(mailbox, sizeBytes));
        }
        return all(stages).thenApply(MailboxQuestions::together);
    }

    private CompletionStage<QuotaAnswer> ask(Mailbox mailbox, long sizeBytes) {
        return hosts.ask(mailbox.host(), mailbox.address(), sizeBytes);
    }

    /** The results of all, in their order, when the last is there. */
    static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        List<CompletableFuture<T>> futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    static QuotaAnswer together(List<QuotaAnswer> answers) {
        QuotaAnswer full = null;
        QuotaAnswer passing = null;
        for (QuotaAnswer answer : answers) {
            if (answer instanceof QuotaAnswer.Full) {
                full = full == null ? answer : full;
            } else if (answer instanceof QuotaAnswer.Room) {
                return answer;
            } else if (!(answer instanceof QuotaAnswer.Unknown)) {
                passing = answer;
            }
        }
        if (passing != null) {
            return passing;
        }
        return full != null ? full : answers.get(0);
    }
}
