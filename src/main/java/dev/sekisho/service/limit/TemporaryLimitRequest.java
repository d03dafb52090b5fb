// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;
import java.time.Instant;
import java.util.Optional;

/**
 * Limits of an account that are to be larger until a time.
 *
 * @param limits empty if they could not be read, which is an error of the request
 * @param until empty if it could not be read, which is an error of the request
 */
@ThreadSafe
public record TemporaryLimitRequest(Optional<SendLimits> limits, Optional<Instant> until, String reason) {}
