// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;

/** The effective limits and their origin. */
@ThreadSafe
public record EffectiveLimits(SendLimits limits, Origin from) {
    /** The owner of limits, nearest first. */
    public enum Origin {
        ACCOUNT,
        PLAN,
        DOMAIN,
        INSTALLATION
    }
}
