// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;
import java.time.Instant;

/**
 * Higher limits of an account until a time. {@link #limits} replace lower limits of the same unit and period.
 *
 * @param until time from which the account's own limits apply again
 * @param reason reason that the operator gave
 * @param by user of the API
 */
@ThreadSafe
public record TemporaryLimit(SendLimits limits, Instant until, String reason, String by) {}
