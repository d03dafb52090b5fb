// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a background writer gets on.
 *
 * @param name the writer's name
 * @param progressing false if rows have waited for more than {@link WriterProgress#LONGEST_WAIT} without a row written
 * @param lastSuccess when the database last took what there was; null if it never did
 * @param waiting rows that wait
 * @param waitingSeconds how long the oldest of them has waited, about; 0 if none waits for longer than a pass
 * @param setAside rows that the database refused since the start
 */
@Immutable
public record WriterStatus(
        String name,
        boolean progressing,
        @Nullable Instant lastSuccess,
        int waiting,
        long waitingSeconds,
        long setAside) {}
