// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.LimitUnit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What a message under way has reserved of a counter, until it is counted, released or {@link #TIMEOUT_SECONDS} old.
 *
 * <p>Postfix sends one request for each recipient and repeats only the last one. The last recipient is therefore enough
 * to recognize a repetition, and to release one recipient.
 */
@ThreadSafe
public final class Reservation implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Postfix closes an idle policy connection after 300 s (smtpd_policy_service_max_idle), which ends the reservation.
     * This timeout ends reservations of nodes that are gone. A message that takes longer is counted without one.
     */
    public static final int TIMEOUT_SECONDS = 600;

    /** A message has at most this many domains; larger input from another node is rejected. */
    private static final int MOST_DOMAINS = 100_000;

    /** The value of the last recipient if there is none, or more than one. */
    public static final long NO_RECIPIENT = 0;

    private final long transaction;
    private final int recipients;
    private final int kibibytes;
    private final long[] domains;
    private final long lastRecipient;
    private final boolean lastDomainIsNew;
    private final long endSeconds;

    private Reservation(
            long transaction,
            int recipients,
            int kibibytes,
            long[] domains,
            long lastRecipient,
            boolean lastDomainIsNew,
            long endSeconds) {
        this.transaction = transaction;
        this.recipients = recipients;
        this.kibibytes = kibibytes;
        this.domains = domains;
        this.lastRecipient = lastRecipient;
        this.lastDomainIsNew = lastDomainIsNew;
        this.endSeconds = endSeconds;
    }

    static Reservation begin(long transaction) {
        return new Reservation(transaction, 0, 0, Cost.NO_DOMAINS, NO_RECIPIENT, false, 0);
    }

    /** With one more recipient. */
    Reservation plus(long recipient, Cost cost) {
        long[] all = Cost.union(domains, cost.domains());
        return new Reservation(
                transaction,
                recipients + 1,
                Math.max(kibibytes, cost.kibibytes()),
                all,
                recipient,
                all.length > domains.length,
                cost.nowSeconds() + TIMEOUT_SECONDS);
    }

    /** With all that is known of the message. */
    Reservation of(Cost cost) {
        return new Reservation(
                transaction,
                cost.recipients(),
                Math.max(kibibytes, cost.kibibytes()),
                Cost.union(domains, cost.domains()),
                NO_RECIPIENT,
                false,
                cost.nowSeconds() + TIMEOUT_SECONDS);
    }

    /** Without the last recipient. */
    Reservation withoutLast() {
        return new Reservation(
                transaction,
                recipients - 1,
                kibibytes,
                lastDomainIsNew ? Arrays.copyOf(domains, domains.length - 1) : domains,
                NO_RECIPIENT,
                false,
                endSeconds);
    }

    long transaction() {
        return transaction;
    }

    /** The fingerprint of the recipient added last; {@link #NO_RECIPIENT} for none. */
    long lastRecipient() {
        return lastRecipient;
    }

    boolean isEmpty() {
        return recipients == 0;
    }

    boolean hasEnded(long nowSeconds) {
        return nowSeconds >= endSeconds;
    }

    long[] domains() {
        return domains;
    }

    int of(LimitUnit unit) {
        return switch (unit) {
            case RECIPIENTS -> recipients;
            case MESSAGES -> 1;
            case BYTES -> kibibytes;
            case DOMAINS -> domains.length;
        };
    }

    /** The cost of the message as far as it is known. */
    Cost cost(Cost now) {
        return new Cost(recipients, 1, kibibytes, domains, now.nowSeconds(), now.midnightSeconds());
    }

    /** This reservation, which ends no later than one that begins now. */
    Reservation upTo(long nowSeconds) {
        long latest = nowSeconds + TIMEOUT_SECONDS;
        return endSeconds <= latest
                ? this
                : new Reservation(transaction, recipients, kibibytes, domains, lastRecipient, lastDomainIsNew, latest);
    }

    long endSeconds() {
        return endSeconds;
    }

    /** The larger one of two reservations of the same message. */
    static Reservation larger(Reservation one, Reservation other) {
        int order = Comparator.comparingInt((Reservation each) -> each.recipients)
                .thenComparingInt(each -> each.kibibytes)
                .thenComparingInt(each -> each.domains.length)
                .thenComparingLong(each -> each.endSeconds)
                .thenComparingLong(each -> each.lastRecipient)
                .thenComparing(each -> each.domains, Arrays::compare)
                .compare(one, other);
        return order < 0 ? other : one;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(transaction);
        out.writeInt(recipients);
        out.writeInt(kibibytes);
        out.writeInt(domains.length);
        for (long domain : domains) {
            out.writeLong(domain);
        }
        out.writeLong(lastRecipient);
        out.writeBoolean(lastDomainIsNew);
        out.writeLong(endSeconds);
    }

    /** Reads what {@link #write} wrote. */
    static Reservation read(DataInput in) throws IOException {
        long transaction = in.readLong();
        int recipients = in.readInt();
        int kibibytes = in.readInt();
        long[] domains = new long[CounterStateProxy.bounded(in.readInt(), MOST_DOMAINS)];
        for (int i = 0; i < domains.length; i++) {
            domains[i] = in.readLong();
        }
        return new Reservation(
                transaction, recipients, kibibytes, domains, in.readLong(), in.readBoolean(), in.readLong());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reservation that
                && transaction == that.transaction
                && recipients == that.recipients
                && kibibytes == that.kibibytes
                && Arrays.equals(domains, that.domains)
                && lastRecipient == that.lastRecipient
                && lastDomainIsNew == that.lastDomainIsNew
                && endSeconds == that.endSeconds;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(transaction);
    }

    /** Whether both reserve the same amounts, with ends less than a minute apart. */
    boolean holdsAsMuchAs(Reservation other) {
        return recipients == other.recipients
                && kibibytes == other.kibibytes
                && domains.length == other.domains.length
                && Math.abs(endSeconds - other.endSeconds) < 60;
    }
}
