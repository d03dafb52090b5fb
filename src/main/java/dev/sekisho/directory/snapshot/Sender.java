// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimits;

/**
 * Who sends, and what the directory says about it.
 *
 * <p>{@link #account} is the canonical address and the key to count by; of a login that the directory does not know,
 * the login with its ASCII letters in lower case. {@link #permitted} is false for a suspended account and for one whose
 * sending is send-blocked; a login that is not known is permitted and has the installation's limits, since it was not
 * this directory that let it in. {@link #limits} are the effective ones: the account's, else its domain's, else the
 * installation's. {@link #pool} are the limits that all accounts of {@link #domain} share; a login that is not known
 * has none, and an empty domain. {@link #exemption} is the name of the exemption by which no limit applies; empty for
 * none.
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
    /** A sender whose domain has no pool. */
    public Sender(String account, boolean known, boolean permitted, SendLimits limits) {
        this(account, known, permitted, limits, "", SendLimits.UNLIMITED);
    }

    /** A sender without an exemption. */
    public Sender(String account, boolean known, boolean permitted, SendLimits limits, String domain, SendLimits pool) {
        this(account, known, permitted, limits, domain, pool, "");
    }
}
