// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;
import java.time.Instant;
import java.util.Optional;

/**
 * A temporary limit as a body describes it.
 *
 * @param limits empty if they are unreadable, which is an error of the request
 * @param until empty if it is unreadable, which is an error of the request
 */
@ThreadSafe
public record TemporaryLimitRequest(Optional<SendLimits> limits, Optional<Instant> until, String reason) {}
