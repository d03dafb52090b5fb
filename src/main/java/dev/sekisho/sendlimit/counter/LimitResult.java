// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of asking the counters for room.
 *
 * @param outcome what became of it
 * @param limit the limit that refused, else the one nearest to being spent; null if there is none
 * @param used used in that limit's period, after this request, with what is reserved
 * @param freeSeconds when the cost would fit, in seconds since the epoch; 0 unless refused, and if it never will
 * @param told news that the counter has marked as told
 */
@ThreadSafe
public record LimitResult(
        Outcome outcome, @Nullable SendLimit limit, long used, long freeSeconds, List<LimitAlert> told)
        implements Serializable {
    public enum Outcome {
        /** There is room (and the message was counted or reserved, if that was asked). */
        ADMITTED,
        /** A limit without room lets it pass into the hold queue; it was counted. */
        HELD,
        /** A limit without room gives it to another transport; it was counted. */
        FILTERED,
        /** A limit without room only observes; it was counted. */
        OBSERVED,
        /** The same message was counted before; it is not counted again. */
        REPEATED,
        /** At least one limit has no room; nothing was counted. */
        REFUSED
    }

    public static final LimitResult UNLIMITED = new LimitResult(Outcome.ADMITTED, null, -1, 0);

    public LimitResult(Outcome outcome, @Nullable SendLimit limit, long used, long freeSeconds) {
        this(outcome, limit, used, freeSeconds, List.of());
    }

    /**
     * When there is room again, in the words for the sender: rounded up to the minute, so that who waits for it finds
     * room.
     */
    public String release() {
        if (freeSeconds == 0) {
            return "with fewer recipients";
        }
        return Instant.ofEpochSecond(freeSeconds)
                .plusSeconds(59)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    LimitResult telling(List<LimitAlert> news) {
        return news.isEmpty() ? this : new LimitResult(outcome, limit, used, freeSeconds, news);
    }
}
