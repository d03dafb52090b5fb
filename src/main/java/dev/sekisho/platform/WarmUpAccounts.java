// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Answer;
import dev.sekisho.database.BatchedReads;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.login.LoginLookup;
import dev.sekisho.directory.login.LoginQuery;
import dev.sekisho.password.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of the warm-up: each query goes to the database, which has no such account, and then one with a clear
 * secret is answered, because a hash would take most of the time of the warm-up.
 */
@ThreadSafe
final class WarmUpAccounts implements BatchedReads.Reader<LoginQuery, LoginLookup> {
    /** A domain that can never receive mail (RFC 2606). */
    static final String DOMAIN = "warm-up.invalid";

    static final String PASSWORD = "warm-up";

    /** The local part of accounts that do not exist; their logins cost a hash of the default scheme. */
    static final String UNKNOWN = "unknown";

    private static final LoginHost HOST = new LoginHost("warm-up", "127.0.0.1", 143, 110, 587, MailHostState.UP);

    private final BatchedReads.Reader<LoginQuery, LoginLookup> database;

    WarmUpAccounts(BatchedReads.Reader<LoginQuery, LoginLookup> database) {
        this.database = database;
    }

    @Override
    public List<Answer<LoginLookup>> read(List<LoginQuery> keys) {
        List<Answer<LoginLookup>> found = database.read(keys);
        List<Answer<LoginLookup>> answers = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            String address = keys.get(i).address();
            answers.add(address.startsWith(UNKNOWN) ? found.get(i) : Answer.of(account(address)));
        }
        return answers;
    }

    private static LoginLookup account(String address) {
        return new LoginLookup(
                Optional.of(new LoginAccount(
                        address,
                        Secret.of("{PLAIN}" + PASSWORD),
                        AccountStatus.ACTIVE,
                        new Permissions(true, true, true, true, true, true),
                        HOST)),
                Optional.empty(),
                Optional.empty());
    }
}
