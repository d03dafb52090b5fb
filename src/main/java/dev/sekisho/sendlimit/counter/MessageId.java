// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.policy.PolicyRequest;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Identifies the message of a request, by fingerprints of 64 bits.
 *
 * @param transaction the same for all requests of a message; the key of its reservations
 * @param message what is counted once: the message, or the recipient on a node that counts at {@code RCPT}
 * @param recipient the recipient of this request
 * @param isPartOf whether several of these may be counted for one transaction
 */
@Immutable
public record MessageId(long transaction, long message, long recipient, boolean isPartOf) implements Serializable {
    /** FNV-1a, 64 bits: fast; a collision gains a client nothing. */
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;

    private static final long FNV_PRIME = 0x100000001b3L;

    private static final AtomicLong NAMELESS = new AtomicLong(System.nanoTime());

    /**
     * A repeated request has the same identity: the Postfix that sends it (without its port, as it comes on another
     * connection), its names for the message, and the amounts. A client that continues after a refusal keeps the
     * instance, but a refused message was not counted and is not remembered.
     *
     * <p>A request without instance and queue id is a message of its own: counted twice is better than not at all.
     *
     * @param byRecipient whether each recipient is counted on its own
     */
    public static MessageId of(PolicyRequest request, boolean byRecipient) {
        boolean nameless = request.instance().isEmpty() && request.queueId().isEmpty();
        long transaction = mix(FNV_OFFSET, request.policyClient());
        transaction = nameless
                ? (transaction ^ NAMELESS.incrementAndGet()) * FNV_PRIME
                : mix(transaction, request.instance().isEmpty() ? request.queueId() : request.instance());
        long recipient = mix(FNV_OFFSET, request.recipient());
        if (recipient == Reservation.NO_RECIPIENT) {
            recipient = FNV_OFFSET;
        }
        long message = byRecipient ? (transaction ^ recipient) * FNV_PRIME : mix(transaction, request.queueId());
        message = (message ^ request.recipientCount()) * FNV_PRIME;
        message = (message ^ request.sizeBytes()) * FNV_PRIME;
        return new MessageId(transaction, message, recipient, byRecipient);
    }

    /** Whether later requests can be assigned to the same message. */
    public static boolean canReserve(PolicyRequest request) {
        return !request.instance().isEmpty();
    }

    /** A fingerprint of a text. */
    public static long fingerprint(String text) {
        return mix(FNV_OFFSET, text);
    }

    /**
     * A fingerprint of an address' domain, as {@link dev.sekisho.directory.Address#canonicalDomain} writes it but
     * without a copy of the text; 0 if there is none.
     */
    public static long domain(String address) {
        int end = address.endsWith(".") ? address.length() - 1 : address.length();
        int at = address.lastIndexOf('@') + 1;
        if (at == 0 || at >= end) {
            return 0;
        }
        long mixed = FNV_OFFSET;
        for (int i = at; i < end; i++) {
            char each = address.charAt(i);
            mixed = (mixed ^ (each >= 'A' && each <= 'Z' ? each + ('a' - 'A') : each)) * FNV_PRIME;
        }
        return (mixed ^ 0xffff) * FNV_PRIME;
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xffff) * FNV_PRIME;
    }
}
