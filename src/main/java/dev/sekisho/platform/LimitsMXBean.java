// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;

/** What holds people up now, as {@code dev.sekisho:type=Limits}. */
@ThreadSafe
public interface LimitsMXBean {
    /** Blocks of attackers that are on, without those that are only observed; each call walks through all there are. */
    int getBlocks();

    /** Whether limits of networks, envelope senders or policy contexts hold. */
    boolean isScopesSet();
}
