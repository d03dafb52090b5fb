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
 * What a message that is under way holds of a counter: nobody else can have it until the message is counted, given up
 * or {@link #TIMEOUT_SECONDS} old.
 *
 * <p>Postfix asks about one recipient after the other, and repeats only its last question: the last recipient is all
 * that has to be known for a repetition to change nothing, and to take one recipient back.
 */
@ThreadSafe
public final class Reservation implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Postfix ends an idle policy connection after 300 s (smtpd_policy_service_max_idle), and the reservation with it;
     * this is for what no node is left to tell. A message that takes longer is counted as if it had reserved nothing.
     */
    public static final int TIMEOUT_SECONDS = 600;

    /** As many as any message has recipients: more are not read from another node. */
    private static final int MOST_DOMAINS = 100_000;

    /** The last recipient where there is none, or not one alone. */
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

    /** With one recipient more. */
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

    /** With what is known of the whole message. */
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

    /** Fingerprint of the recipient added last; {@link #NO_RECIPIENT} for none. */
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

    /** What the message costs as far as it is known. */
    Cost cost(Cost now) {
        return new Cost(recipients, 1, kibibytes, domains, now.nowSeconds(), now.midnightSeconds());
    }

    /** This reservation, ending no later than one that begins now. */
    Reservation upTo(long nowSeconds) {
        long latest = nowSeconds + TIMEOUT_SECONDS;
        return endSeconds <= latest
                ? this
                : new Reservation(transaction, recipients, kibibytes, domains, lastRecipient, lastDomainIsNew, latest);
    }

    long endSeconds() {
        return endSeconds;
    }

    /** The one of two of the same message that holds more. */
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

    /** Whether both hold the same, for the same time within a minute. */
    boolean holdsAsMuchAs(Reservation other) {
        return recipients == other.recipients
                && kibibytes == other.kibibytes
                && domains.length == other.domains.length
                && Math.abs(endSeconds - other.endSeconds) < 60;
    }
}
