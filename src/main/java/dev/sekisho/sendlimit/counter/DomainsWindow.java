// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The window of a limit of domains: each domain as a fingerprint of 64 bits with its end.
 *
 * <p>The count is exact and bounded by what the limit needs. Beyond the bound a new domain is not kept; domains that
 * are kept are renewed.
 */
@ThreadSafe
final class DomainsWindow extends Window {
    private static final long serialVersionUID = 1;

    /** The largest amount of a limit, also of one that blocks. */
    private static final int MOST = 1_000;

    private final long[] domains;
    private final long[] endSeconds;

    private DomainsWindow(int key, AlertState alerts, long[] domains, long[] endSeconds) {
        super(key, alerts);
        this.domains = domains;
        this.endSeconds = endSeconds;
    }

    static DomainsWindow empty(int key) {
        return new DomainsWindow(key, AlertState.NONE, Cost.NO_DOMAINS, Cost.NO_DOMAINS);
    }

    @Override
    Window withAlerts(AlertState raised) {
        return new DomainsWindow(key(), raised, domains, endSeconds);
    }

    @Override
    long aheadSeconds(Cost now) {
        long latest = alertedUntil(now);
        long ahead = 0;
        for (long end : endSeconds) {
            ahead = Math.max(ahead, end - latest);
        }
        return ahead;
    }

    @Override
    Window upTo(Cost now) {
        long latest = alertedUntil(now);
        long[] ends = endSeconds.clone();
        for (int i = 0; i < ends.length; i++) {
            ends[i] = Math.min(ends[i], latest);
        }
        return new DomainsWindow(key(), alertsUpTo(now), domains, ends);
    }

    @Override
    long used(long nowSeconds) {
        int used = 0;
        for (long end : endSeconds) {
            if (nowSeconds < end) {
                used++;
            }
        }
        return used;
    }

    boolean holds(long domain, long nowSeconds) {
        for (int i = 0; i < domains.length; i++) {
            if (domains[i] == domain) {
                return nowSeconds < endSeconds[i];
            }
        }
        return false;
    }

    @Override
    Window plus(Cost cost, int most) {
        long end = alertedUntil(cost);
        int room = Math.min(most, MOST);
        long[] nextDomains = new long[domains.length + cost.domains().length];
        long[] nextEnds = new long[nextDomains.length];
        int length = 0;
        for (int i = 0; i < domains.length; i++) {
            boolean again = Cost.contains(cost.domains(), cost.domains().length, domains[i]);
            if (again || cost.nowSeconds() < endSeconds[i]) {
                nextDomains[length] = domains[i];
                nextEnds[length++] = again ? Math.max(end, endSeconds[i]) : endSeconds[i];
            }
        }
        for (long domain : cost.domains()) {
            if (length < room && !Cost.contains(nextDomains, length, domain)) {
                nextDomains[length] = domain;
                nextEnds[length++] = end;
            }
        }
        return new DomainsWindow(key(), alerts(), Arrays.copyOf(nextDomains, length), Arrays.copyOf(nextEnds, length));
    }

    @Override
    long secondsWhenUsedIsAtMost(long atMost, long nowSeconds) {
        if (used(nowSeconds) <= atMost) {
            return nowSeconds;
        }
        long[] ends = endSeconds.clone();
        Arrays.sort(ends);
        // With the last atMost of them still there, the one before has to be gone.
        return ends[ends.length - 1 - (int) atMost];
    }

    @Override
    Window merge(Window other) {
        DomainsWindow theirs = (DomainsWindow) other;
        // Those that end last stay, in an order that does not depend on who merges.
        long[] all = Arrays.stream(Cost.union(domains, theirs.domains))
                .boxed()
                .sorted(Comparator.comparing((Long each) -> -endIn(theirs, each))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .mapToLong(Long::longValue)
                .toArray();
        long[] ends = Arrays.stream(all).map(each -> endIn(theirs, each)).toArray();
        return new DomainsWindow(key(), alerts().merge(theirs.alerts()), all, ends);
    }

    private long endIn(DomainsWindow other, long domain) {
        return Math.max(endOf(domain), other.endOf(domain));
    }

    private long endOf(long domain) {
        for (int i = 0; i < domains.length; i++) {
            if (domains[i] == domain) {
                return endSeconds[i];
            }
        }
        return 0;
    }

    /** {@code 0:domain@end,…}, in base 36: a thousand of them are 20 kB. */
    @Override
    void appendCounts(StringBuilder text) {
        text.append("0:");
        for (int i = 0; i < domains.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(Long.toUnsignedString(domains[i], Character.MAX_RADIX))
                    .append('@')
                    .append(Long.toString(endSeconds[i], Character.MAX_RADIX));
        }
    }

    static DomainsWindow read(int key, AlertState alerts, String[] texts) {
        if (texts.length == 1 && texts[0].isEmpty()) {
            return new DomainsWindow(key, alerts, Cost.NO_DOMAINS, Cost.NO_DOMAINS);
        }
        if (texts.length > MOST) {
            throw new IllegalArgumentException("more domains than any limit allows");
        }
        long[] domains = new long[texts.length];
        long[] ends = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            int at = texts[i].indexOf('@');
            if (at < 0) {
                throw new IllegalArgumentException("not a domain of a window");
            }
            domains[i] = Long.parseUnsignedLong(texts[i].substring(0, at), Character.MAX_RADIX);
            ends[i] = Long.parseLong(texts[i].substring(at + 1), Character.MAX_RADIX);
        }
        return new DomainsWindow(key, alerts, domains, ends);
    }
}
