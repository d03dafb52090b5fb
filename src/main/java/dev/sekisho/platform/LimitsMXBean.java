// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;

/** The blocks and limits in effect, registered as {@code dev.sekisho:type=Limits}. */
@ThreadSafe
public interface LimitsMXBean {
    /** Number of active blocks of brute-force protection, without observed ones. Each call iterates over all blocks. */
    int getBlocks();

    /** Whether networks, envelope senders or policy contexts have limits. */
    boolean isScopesSet();
}
