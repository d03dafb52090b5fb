// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

/**
 * An account, or a domain's pool as {@code @example.org}, and the limit that it is nearest to.
 *
 * <p>Immutable and safe for use by any thread.
 */
public record NearLimit(String account, LimitUsage usage) {}
