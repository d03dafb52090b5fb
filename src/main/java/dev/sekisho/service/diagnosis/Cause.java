// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.bruteforce.Block;
import java.time.Instant;
import java.util.Optional;

/**
 * A cause of failed logins.
 *
 * @param origin whose logins it concerns
 * @param seen the failed attempts
 * @param block the block of a cause {@link CauseKind#BLOCKED} or {@link CauseKind#WAITS}
 * @param period when it began and ends, and who set it
 * @param detail the mail host, the source of a permission, or the reason
 */
@Immutable
public record Cause(CauseKind kind, Origin origin, Seen seen, Optional<Block> block, Period period, String detail) {
    /** The client, protocol and method of logins; empty for all. */
    @Immutable
    public record Origin(String client, String protocol, String method) {
        static final Origin ANY = new Origin("", "", "");

        static Origin of(String client) {
            return new Origin(client, "", "");
        }
    }

    /** The number of attempts, and the time of the last one; empty without an attempt. */
    @Immutable
    public record Seen(int times, Optional<Instant> last) {
        static final Seen NEVER = new Seen(0, Optional.empty());

        static Seen at(Instant at) {
            return new Seen(1, Optional.of(at));
        }

        /** With an earlier attempt. */
        Seen more() {
            return new Seen(times + 1, last);
        }

        boolean isAfter(Instant moment) {
            return last.filter(at -> at.isAfter(moment)).isPresent();
        }
    }

    /** Begin, end and author, each empty if it is unknown or does not exist. */
    @Immutable
    public record Period(Optional<Instant> since, Optional<Instant> until, Optional<String> by) {
        static final Period NONE = new Period(Optional.empty(), Optional.empty(), Optional.empty());

        static Period since(Optional<Instant> begin) {
            return new Period(begin, Optional.empty(), Optional.empty());
        }
    }

    static Cause total(CauseKind kind, Period period, String detail) {
        return new Cause(kind, Origin.ANY, Seen.NEVER, Optional.empty(), period, detail);
    }

    static Cause failed(CauseKind kind, Origin origin, Seen seen, String detail) {
        return new Cause(kind, origin, seen, Optional.empty(), Period.NONE, detail);
    }

    static Cause blocked(Block block, String client, Seen seen) {
        boolean blocks = block.rule().blocks(block.subject());
        return new Cause(
                blocks ? CauseKind.BLOCKED : CauseKind.WAITS,
                blocks ? Origin.of(client) : Origin.ANY,
                blocks ? seen : Seen.NEVER,
                Optional.of(block),
                new Period(Optional.of(block.firstSeen()), Optional.of(block.until()), Optional.empty()),
                "");
    }

    Cause withSeen(Seen other) {
        return new Cause(kind, origin, other, block, period, detail);
    }
}
