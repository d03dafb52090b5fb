// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sekisho.sendlimit.activity.ActivityWindow.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/**
 * What one account sent at one node: about 1.2 KB, at most 5 KB with many clients and domains.
 *
 * <p>A request that Postfix repeats is counted once: its identity is among the last {@value #NOTED}.
 */
@ThreadSafe
final class TrackedSender {
    /** Client addresses of an account. Beyond it, the list of its networks is incomplete and marked so. */
    static final int CLIENTS = 32;

    /** Recipient domains of an account; a person has a few dozen in a day. */
    static final int DOMAINS = 128;

    /** Requests that are recognised when they are repeated; Postfix repeats one at once. */
    private static final int NOTED = 16;

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final String account;

    @GuardedBy("this")
    private ActivityWindow tenMinutes = new ActivityWindow(ActivityPeriod.TEN_MINUTES);

    @GuardedBy("this")
    private ActivityWindow hour = new ActivityWindow(ActivityPeriod.HOUR);

    @GuardedBy("this")
    private ActivityWindow day = new ActivityWindow(ActivityPeriod.DAY);

    @GuardedBy("this")
    private RecentValues clients = new RecentValues(CLIENTS, true);

    @GuardedBy("this")
    private RecentValues domains = new RecentValues(DOMAINS, false);

    @GuardedBy("this")
    private final long[] noted = new long[NOTED];

    @GuardedBy("this")
    private int nextNoted;

    @GuardedBy("this")
    private long lastSeconds;

    TrackedSender(String account) {
        this.account = account;
    }

    String account() {
        return account;
    }

    /** Notes a client and a recipient domain; 0 for a domain that is unknown. */
    synchronized void see(long clientFingerprint, String client, long domain, long nowSeconds) {
        lastSeconds = nowSeconds;
        if (!client.isEmpty()) {
            clients.see(clientFingerprint, client, nowSeconds);
        }
        if (domain != 0) {
            domains.see(domain, "", nowSeconds);
        }
    }

    /** Counts a refused request unless it was noted before. */
    synchronized void refuse(long id, long nowSeconds) {
        if (isNew(~id)) {
            add(Kind.REFUSED, 1, nowSeconds);
        }
    }

    /**
     * Counts accepted recipients unless they were noted before.
     *
     * @param id the identity of what is counted: the message, or one recipient of it
     * @param message the identity of the message
     */
    synchronized void accept(long id, long message, int recipients, long nowSeconds) {
        if (isNew(id)) {
            add(Kind.RECIPIENTS, recipients, nowSeconds);
            if (id == message || isNew(message)) {
                add(Kind.ACCEPTED, 1, nowSeconds);
            }
        }
    }

    @GuardedBy("this")
    private boolean isNew(long id) {
        for (long each : noted) {
            if (each == id) {
                return false;
            }
        }
        noted[nextNoted] = id;
        nextNoted = (nextNoted + 1) % NOTED;
        return true;
    }

    @GuardedBy("this")
    private void add(Kind kind, int amount, long nowSeconds) {
        tenMinutes.add(kind, amount, nowSeconds);
        hour.add(kind, amount, nowSeconds);
        day.add(kind, amount, nowSeconds);
    }

    @GuardedBy("this")
    private ActivityWindow window(ActivityPeriod period) {
        return switch (period) {
            case TEN_MINUTES -> tenMinutes;
            case HOUR -> hour;
            case DAY -> day;
        };
    }

    /** Adds what was sent in the period to {@code figures}. */
    synchronized void addTo(SenderFigures.Sum figures, ActivityPeriod period, long nowSeconds) {
        ActivityWindow window = window(period);
        long since = period.beginSeconds(nowSeconds);
        figures.add(
                window.sum(Kind.ACCEPTED, nowSeconds),
                window.sum(Kind.REFUSED, nowSeconds),
                window.sum(Kind.RECIPIENTS, nowSeconds),
                lastSeconds);
        clients.since(since, (fingerprint, text, last) -> figures.addClient(text, last));
        domains.since(since, (fingerprint, text, last) -> figures.addDomain(fingerprint));
        figures.addBounds(clients.mayLackSince(since), domains.mayLackSince(since));
    }

    /** How much it sends: recipients and refusals a day at the rate of each period, added. */
    synchronized long weight(long nowSeconds) {
        return dailyRate(ActivityPeriod.TEN_MINUTES, nowSeconds)
                + dailyRate(ActivityPeriod.HOUR, nowSeconds)
                + dailyRate(ActivityPeriod.DAY, nowSeconds);
    }

    @GuardedBy("this")
    private long dailyRate(ActivityPeriod period, long nowSeconds) {
        ActivityWindow window = window(period);
        long attempts = window.sum(Kind.REFUSED, nowSeconds) + window.sum(Kind.RECIPIENTS, nowSeconds);
        return attempts * (DAY_SECONDS / ((long) period.stepSeconds() * period.steps()));
    }

    synchronized void write(DataOutput out) throws IOException {
        out.writeUTF(account);
        out.writeLong(lastSeconds);
        tenMinutes.write(out);
        hour.write(out);
        day.write(out);
        clients.write(out);
        domains.write(out);
    }

    static TrackedSender read(DataInput in) throws IOException {
        TrackedSender sender = new TrackedSender(in.readUTF());
        sender.fill(in);
        return sender;
    }

    private synchronized void fill(DataInput in) throws IOException {
        lastSeconds = in.readLong();
        tenMinutes = ActivityWindow.read(ActivityPeriod.TEN_MINUTES, in);
        hour = ActivityWindow.read(ActivityPeriod.HOUR, in);
        day = ActivityWindow.read(ActivityPeriod.DAY, in);
        clients = RecentValues.read(CLIENTS, true, in);
        domains = RecentValues.read(DOMAINS, false, in);
    }
}
