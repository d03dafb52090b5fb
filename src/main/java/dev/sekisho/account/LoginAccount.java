// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import dev.sekisho.password.Secret;

/**
 * What a login needs to know of an account, as it stood in the database when asked.
 *
 * <p>{@link #address} is the canonical address; {@link #secret} is the stored password with Dovecot's {@code {SCHEME}}
 * prefix.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record LoginAccount(
        String address, Secret secret, AccountStatus status, Permissions permissions, LoginHost host) {

    /** One row of the query {@code Account.login}, column by column: JPQL constructs nothing that is nested. */
    public LoginAccount(
            String address,
            String secret,
            AccountStatus status,
            boolean permitPlain,
            boolean permitCramMd5,
            boolean permitApop,
            boolean permitImap,
            boolean permitPop3,
            boolean permitSmtp,
            String hostName,
            String hostAddress,
            int imapPort,
            int pop3Port,
            int smtpPort,
            MailHostState hostState) {
        this(
                address,
                Secret.of(secret),
                status,
                new Permissions(permitPlain, permitCramMd5, permitApop, permitImap, permitPop3, permitSmtp),
                new LoginHost(hostName, hostAddress, imapPort, pop3Port, smtpPort, hostState));
    }
}
