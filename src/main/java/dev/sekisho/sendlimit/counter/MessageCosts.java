// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import java.time.Clock;
import java.time.Instant;

/** Makes the {@link Cost} of a message at the current time. */
@ThreadSafe
final class MessageCosts {
    /** A day on which clocks are set back. */
    private static final long LONGEST_DAY_SECONDS = 90_000;

    private final Clock clock;
    /** The end of the day of the last request: to compute it for each costs more than the count. */
    private volatile long midnightSeconds;

    MessageCosts(Clock clock) {
        this.clock = clock;
    }

    /** No amounts, at the current time. */
    Cost none() {
        return of(0, 0, "");
    }

    /**
     * @param recipients 0 or more
     * @param sizeBytes a size that is not known yet counts as one kibibyte
     * @param recipient an address whose domain counts; empty for none
     */
    Cost of(int recipients, long sizeBytes, String recipient) {
        long nowSeconds = clock.millis() / 1000;
        int kibibytes =
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, sizeBytes / 1024 + (sizeBytes % 1024 == 0 ? 0 : 1)));
        int at = recipient.lastIndexOf('@');
        long[] domains = at < 0
                ? Cost.NO_DOMAINS
                : new long[] {MessageId.fingerprint(Address.canonicalDomain(recipient.substring(at + 1)))};
        return new Cost(recipients, 1, kibibytes, domains, nowSeconds, midnightSeconds(nowSeconds));
    }

    private long midnightSeconds(long nowSeconds) {
        long midnight = midnightSeconds;
        if (nowSeconds >= midnight || nowSeconds < midnight - LONGEST_DAY_SECONDS) {
            midnight = Instant.ofEpochSecond(nowSeconds)
                    .atZone(clock.getZone())
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(clock.getZone())
                    .toEpochSecond();
            midnightSeconds = midnight;
        }
        return midnight;
    }
}
