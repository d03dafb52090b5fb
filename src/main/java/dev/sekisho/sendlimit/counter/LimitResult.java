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
 * What the counters answer to one request.
 *
 * @param outcome admitted, refused or in between
 * @param limit the limit that decided, else the one nearest to its amount; null if there is none
 * @param used what is used in that limit's period after this request, with reservations, in the limit's unit
 * @param freeSeconds when the cost would fit, in seconds since the epoch; 0 unless refused, and if it never fits
 * @param alerts the alerts that this request raised; no other request raises them again
 */
@ThreadSafe
public record LimitResult(
        Outcome outcome, @Nullable SendLimit limit, long used, long freeSeconds, List<LimitAlert> alerts)
        implements Serializable {
    /** What happens to the message. */
    public enum Outcome {
        /** There is room; the message was counted or reserved if the request was to do so. */
        ADMITTED,
        /** A limit without room puts the message into the hold queue; it was counted. */
        HELD,
        /** A limit without room hands the message to another transport; it was counted. */
        FILTERED,
        /** A limit without room only observes; the message was counted. */
        OBSERVED,
        /** The message was counted before and is not counted again. */
        REPEATED,
        /** At least one limit has no room; nothing was counted. */
        REFUSED
    }

    /** The outcomes that decide between counters, the strictest first. */
    private static final List<Outcome> DECIDING =
            List.of(Outcome.REFUSED, Outcome.HELD, Outcome.FILTERED, Outcome.OBSERVED);

    public static final LimitResult UNLIMITED = new LimitResult(Outcome.ADMITTED, null, -1, 0);

    public LimitResult(Outcome outcome, @Nullable SendLimit limit, long used, long freeSeconds) {
        this(outcome, limit, used, freeSeconds, List.of());
    }

    /** The one of two results that decides; of equal ones the first, unless it has no limit. */
    static LimitResult strictest(LimitResult first, LimitResult second) {
        for (Outcome outcome : DECIDING) {
            if (first.outcome == outcome) {
                return first;
            }
            if (second.outcome == outcome) {
                return second;
            }
        }
        return first.limit == null ? second : first;
    }

    /**
     * When there is room again, as text for the sender: rounded up to the minute, so that a retry at that time fits.
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

    public boolean isRefused() {
        return outcome == Outcome.REFUSED;
    }

    /** Whether a message that is held or filtered has this result. */
    boolean isDiverted() {
        return outcome == Outcome.HELD || outcome == Outcome.FILTERED;
    }

    LimitResult withAlerts(List<LimitAlert> raised) {
        return raised.isEmpty() ? this : new LimitResult(outcome, limit, used, freeSeconds, raised);
    }
}
