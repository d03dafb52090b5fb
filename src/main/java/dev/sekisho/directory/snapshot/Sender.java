// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;

/**
 * A sender and its limits from the directory.
 *
 * <p>{@link #account} is the canonical address and the key of its counter; for an unknown login, the login with ASCII
 * letters in lower case. {@link #permitted} is false for a suspended or send-blocked account. An unknown login is
 * permitted and has the limits of the installation, because another directory has authenticated it. {@link #limits} are
 * the effective ones: of the account, its domain, or the installation. {@link #pool} are the limits that all accounts
 * of {@link #domain} share; an unknown login has none, and an empty domain. {@link #exemption} is the name of the
 * exemption from all limits; empty for none.
 */
@ThreadSafe
public record Sender(
        String account,
        boolean known,
        boolean permitted,
        SendLimits limits,
        String domain,
        SendLimits pool,
        String exemption) {
    /** Creates a sender whose domain has no shared limits. */
    public Sender(String account, boolean known, boolean permitted, SendLimits limits) {
        this(account, known, permitted, limits, "", SendLimits.UNLIMITED);
    }

    /** Creates a sender without an exemption. */
    public Sender(String account, boolean known, boolean permitted, SendLimits limits, String domain, SendLimits pool) {
        this(account, known, permitted, limits, domain, pool, "");
    }
}
