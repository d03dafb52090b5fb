// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.limit.SendLimits;

/**
 * The limits that apply, and whose they are.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record EffectiveLimits(SendLimits limits, Origin from) {
    /** Who has limits, nearest first. */
    public enum Origin {
        ACCOUNT,
        PLAN,
        DOMAIN,
        INSTALLATION
    }
}
