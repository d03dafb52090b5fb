// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one background writer gets on: it notes the beginning and the outcome of each pass.
 *
 * <p>Ages are measured without the clock, which may jump.
 */
@ThreadSafe
public final class WriterProgress {
    /** Writers run each second or two; after this time without a row written a writer makes no progress. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String name;
    private final Clock clock;
    private final LongSupplier nanos;
    private final IntSupplier waiting;
    private final LongAdder setAside = new LongAdder();
    private volatile @Nullable Instant lastSuccess;
    private volatile boolean behind;
    private volatile long behindSinceNanos;

    /** @param waiting how many rows wait now */
    public WriterProgress(String name, Clock clock, IntSupplier waiting) {
        this(name, clock, waiting, System::nanoTime);
    }

    WriterProgress(String name, Clock clock, IntSupplier waiting, LongSupplier nanos) {
        this.name = name;
        this.clock = clock;
        this.waiting = waiting;
        this.nanos = nanos;
        this.behindSinceNanos = nanos.getAsLong();
    }

    /** A pass begins; one that hangs in the database shows from now on. */
    public void begins() {
        if (waiting.getAsInt() > 0) {
            falls();
        }
    }

    /** The database took rows, or there was nothing to write. */
    public void written() {
        lastSuccess = clock.instant();
        behind = false;
    }

    /** The database did not take rows. */
    public void failed() {
        falls();
    }

    private void falls() {
        if (!behind) {
            behindSinceNanos = nanos.getAsLong();
            behind = true;
        }
    }

    /** A row was refused and will not be tried again soon. */
    void setAside() {
        setAside.increment();
    }

    /** Rows set aside since the start. */
    public long setAsideRows() {
        return setAside.sum();
    }

    /** How it is now. */
    public WriterStatus status() {
        int rows = waiting.getAsInt();
        long nanosBehind = behind ? Math.max(0, nanos.getAsLong() - behindSinceNanos) : 0;
        boolean progressing = nanosBehind < LONGEST_WAIT.toNanos();
        return new WriterStatus(
                name,
                progressing,
                lastSuccess,
                rows,
                Duration.ofNanos(nanosBehind).toSeconds(),
                setAside.sum());
    }

    /** The writer's name. */
    public String name() {
        return name;
    }
}
