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
 * The progress of a background writer, updated at the beginning and the end of each pass.
 *
 * <p>Durations are measured by {@link System#nanoTime}, because the clock may jump.
 */
@ThreadSafe
public final class WriterProgress {
    /** Writers run every one or two seconds; a writer without a written row for this time makes no progress. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String name;
    private final Clock clock;
    private final LongSupplier nanos;
    private final IntSupplier waiting;
    private final LongAdder setAside = new LongAdder();
    private volatile @Nullable Instant lastSuccess;
    private volatile boolean behind;
    private volatile long behindSinceNanos;

    /** @param waiting the number of waiting rows */
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

    /** Records the beginning of a pass, so that one that hangs in the database counts from now on. */
    public void begins() {
        if (waiting.getAsInt() > 0) {
            fallBehind();
        }
    }

    /** Records that the database stored rows, or that there was nothing to write. */
    public void written() {
        lastSuccess = clock.instant();
        behind = false;
    }

    /** Records that the database did not store rows. */
    public void failed() {
        fallBehind();
    }

    private void fallBehind() {
        if (!behind) {
            behindSinceNanos = nanos.getAsLong();
            behind = true;
        }
    }

    /** Records a rejected row, which will not be tried again soon. */
    void setAside() {
        setAside.increment();
    }

    /** Rows set aside since the start. */
    public long setAsideRows() {
        return setAside.sum();
    }

    /** The current status. */
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
