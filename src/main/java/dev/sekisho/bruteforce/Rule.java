// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import dev.sekisho.net.IpNetwork;
import java.util.Locale;

/**
 * A limit on wrong passwords, and its effect. An address is that of a {@linkplain IpNetwork#client client}: IPv6 counts
 * by /64.
 */
public enum Rule {
    /** Distinct wrong passwords from one address, over all accounts: blocks the address. */
    ADDRESS("20/10m", "distinct wrong passwords from one address"),
    /** Distinct wrong passwords from one network: blocks the network. */
    NETWORK("100/10m", "distinct wrong passwords from one network (/24, /56)"),
    /**
     * Distinct wrong passwords for one account from one network: blocks that pair. Only this rule applies, with a
     * higher limit, in a network that the account knows; there an address with a successful login counts on its own.
     */
    ACCOUNT_NETWORK("10/10m", "distinct wrong passwords for one account from one network"),
    /** Distinct logins that do not exist from one address: blocks the address. */
    UNKNOWN_USERS("10/10m", "distinct unknown users from one address"),
    /** Accounts with the same wrong password (spraying): blocks each address that continues with it. */
    SPRAYING("20/1h", "accounts on which one wrong password was tried"),
    /** Distinct wrong passwords for one account, from anywhere: clients from unknown networks wait. */
    ACCOUNT("30/1h", "distinct wrong passwords for one account; never blocks, strangers wait"),
    /** Networks with wrong passwords for one account (distributed attack): clients from unknown networks wait. */
    DISTRIBUTED("20/1h", "networks that gave wrong passwords for one account; never blocks, strangers wait");

    private final String defaultLimit;
    private final String counted;

    Rule(String defaultLimit, String counted) {
        this.defaultLimit = defaultLimit;
        this.counted = counted;
    }

    /** The rule in settings, log lines, metrics and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String defaultLimit() {
        return defaultLimit;
    }

    /** A description of what it counts. */
    public String counted() {
        return counted;
    }

    /** Whether its subject is an account, alone or in a network. */
    boolean isOfAccount() {
        return this == ACCOUNT_NETWORK || this == ACCOUNT || this == DISTRIBUTED;
    }

    /** Whether it blocks {@code subject}. If not, clients wait, as do all clients without an address. */
    public boolean blocks(String subject) {
        return this != ACCOUNT && this != DISTRIBUTED && !subject.equals(AttemptKeys.UNKNOWN_ADDRESS);
    }
}
