// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Permissions;
import dev.sekisho.password.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The data of an account for a login, read from the database.
 *
 * <p>{@link #address} is the canonical address; {@link #secret} is the stored password with Dovecot's {@code {SCHEME}}
 * prefix; {@link #challengeSecret} is the encrypted secret; {@link #appPasswords} are those that are not revoked, if
 * the query wanted them; {@link #status} applies until {@link #statusUntil}; {@link #movingTo} is the mail host to
 * which the mailbox is being moved.
 */
@ThreadSafe
public record LoginAccount(
        String address,
        Secret secret,
        Optional<Secret> challengeSecret,
        List<LoginAppPassword> appPasswords,
        AccountStatus status,
        Optional<Instant> statusUntil,
        Permissions permissions,
        LoginHost host,
        Optional<String> movingTo) {
    /** Creates an account with one password, whose state has no end, without a move. */
    public LoginAccount(String address, Secret secret, AccountStatus status, Permissions permissions, LoginHost host) {
        this(
                address,
                secret,
                Optional.empty(),
                List.of(),
                status,
                Optional.empty(),
                permissions,
                host,
                Optional.empty());
    }

    /** The effective status at a time: active if its end is past. */
    public AccountStatus statusAt(Instant now) {
        return status.at(now, statusUntil);
    }
}
