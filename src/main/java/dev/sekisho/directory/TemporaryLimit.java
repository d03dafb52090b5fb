// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;
import java.time.Instant;

/**
 * Limits of an account that are larger for a while. {@link #limits} replace those of the same unit and period, where
 * there are such and they are smaller.
 *
 * @param until when the account's limits are again what they were
 * @param reason why, in the operator's words
 * @param by a user of the API
 */
@ThreadSafe
public record TemporaryLimit(SendLimits limits, Instant until, String reason, String by) {}
