// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a background writer.
 *
 * @param name the writer's name
 * @param progressing false if rows have waited for {@link WriterProgress#LONGEST_WAIT} and none was written
 * @param lastSuccess when the database last stored rows or there were none; null if never
 * @param waiting number of waiting rows
 * @param waitingSeconds approximate age of the oldest waiting row; 0 if the last pass succeeded
 * @param setAside rows that the database rejected since the start
 */
@Immutable
public record WriterStatus(
        String name,
        boolean progressing,
        @Nullable Instant lastSuccess,
        int waiting,
        long waitingSeconds,
        long setAside) {}
