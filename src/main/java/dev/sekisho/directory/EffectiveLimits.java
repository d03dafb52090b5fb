// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;

/** The limits that apply, and whose they are. */
@ThreadSafe
public record EffectiveLimits(SendLimits limits, Origin from) {
    /** Who has limits, nearest first. */
    public enum Origin {
        ACCOUNT,
        PLAN,
        DOMAIN,
        INSTALLATION
    }
}
