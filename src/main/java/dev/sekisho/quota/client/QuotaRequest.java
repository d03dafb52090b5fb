// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import dev.sekisho.net.IpNetwork;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request to a mail host about one mailbox, until its one answer.
 *
 * <p>It is as short as Dovecot permits: {@code request}, {@code protocol_state}, {@code recipient} and {@code size}.
 * The size is always there, since Dovecot keeps that of the request before. The state is always {@code RCPT}, the only
 * one that Dovecot 2.3 decides.
 *
 * <p>It has one owner at a time: the queue, a connection, or the code that answers it. The locks of
 * {@link ConnectionPool} and {@link QuotaConnection} guard the hand-over.
 */
final class QuotaRequest {
    /** The longest mailbox in UTF-8 bytes: Dovecot 2.4.4 reads lines of at most 1024 bytes. */
    private static final int MAX_MAILBOX_BYTES = 1000;

    private final byte[] request;
    private final String client;
    private final long deadlineNanos;
    private final CompletableFuture<QuotaResult> answer = new CompletableFuture<>();
    private long sentNanos;
    private boolean sentTwice;

    private QuotaRequest(byte[] request, String client, long deadlineNanos) {
        this.request = request;
        this.client = client;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Makes a request; empty if a request cannot contain the mailbox: a control character would begin another
     * attribute.
     *
     * @param client the SMTP client of the mail: clients in a queue take turns
     * @param deadlineNanos the end of the time limit, on the clock of {@link System#nanoTime()}
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

    /** The SMTP client of the mail, as {@link IpNetwork#neighbourhood} names it. */
    String client() {
        return client;
    }

    /** The bytes for the wire. */
    ByteBuffer request() {
        return ByteBuffer.wrap(request);
    }

    /** Records the time of sending. */
    void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /** The time since it was sent. */
    long sinceSent(long nowNanos) {
        return nowNanos - sentNanos;
    }

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** Whether this request may be sent once more; true only once. */
    boolean takeSecondTry() {
        boolean first = !sentTwice;
        sentTwice = true;
        return first;
    }

    CompletableFuture<QuotaResult> answer() {
        return answer;
    }
}
