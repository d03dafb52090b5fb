// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import dev.sekisho.net.IpNetwork;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One question to a mail host about one mailbox, on its way to its one answer.
 *
 * <p>The request is as short as Dovecot permits: {@code request}, {@code protocol_state}, {@code recipient} and
 * {@code size}. The size is always there, since Dovecot keeps that of the question before. The state is always
 * {@code RCPT}: Dovecot 2.3 judges no other.
 *
 * <p>At any time just one owner has it: the line of waiting questions, a connection, or whoever answers it.
 *
 * <p>Not thread-safe; handed from owner to owner under the locks of {@link ConnectionPool} and {@link QuotaConnection}.
 */
final class QuotaRequest {
    /** Longest mailbox in UTF-8 bytes: Dovecot 2.4.4 reads lines of at most 1024 bytes. */
    private static final int MAX_MAILBOX_BYTES = 1000;

    private final byte[] request;
    private final String client;
    private final long deadlineNanos;
    private final CompletableFuture<QuotaResult> answer = new CompletableFuture<>();
    private long sentNanos;
    private boolean askedAgain;

    private QuotaRequest(byte[] request, String client, long deadlineNanos) {
        this.request = request;
        this.client = client;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * A question, or empty where the mailbox cannot be put into a request: control characters would begin an attribute
     * of their own.
     *
     * @param client whose mail it is about: the clients of a line take turns
     * @param deadlineNanos when it is too late for an answer, on the clock of {@link System#nanoTime()}
     */
    static Optional<QuotaRequest> about(String mailbox, long sizeBytes, String client, long deadlineNanos) {
        byte[] recipient = mailbox.getBytes(StandardCharsets.UTF_8);
        if (recipient.length == 0 || recipient.length > MAX_MAILBOX_BYTES) {
            return Optional.empty();
        }
        if (mailbox.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String request = "request=smtpd_access_policy\nprotocol_state=RCPT\nrecipient=" + mailbox + "\nsize="
                + sizeBytes + "\n\n";
        return Optional.of(new QuotaRequest(request.getBytes(StandardCharsets.UTF_8), client, deadlineNanos));
    }

    /** The SMTP client whose mail it is about, as {@link IpNetwork#neighbourhood} names it. */
    String client() {
        return client;
    }

    /** The bytes for the wire. */
    ByteBuffer request() {
        return ByteBuffer.wrap(request);
    }

    /** It is put to the host now. */
    void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /** How long ago it was put to the host. */
    long sinceSent(long nowNanos) {
        return nowNanos - sentNanos;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** Whether this question has one more try; it has only one. */
    boolean takeSecondTry() {
        boolean first = !askedAgain;
        askedAgain = true;
        return first;
    }

    CompletableFuture<QuotaResult> answer() {
        return answer;
    }
}
