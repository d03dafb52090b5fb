// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.SendLimit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of one limit an account has used.
 *
 * @param limit the limit
 * @param used recipients in the period that ends now
 * @param reserved by messages under way, beside what is used
 * @param freesAt when one more recipient would fit; null while there is room
 *     <p>Immutable and safe for use by any thread.
 */
public record LimitUsage(
        SendLimit limit, long used, long reserved, @Nullable Instant freesAt) {}
