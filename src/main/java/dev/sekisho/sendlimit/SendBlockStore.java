// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.DirectoryRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/**
 * Saves send blocks in the directory. Each call is one transaction and throws the container's exception if it fails.
 */
@ThreadSafe
@ApplicationScoped
public class SendBlockStore {
    /** The {@code by} of a state that a limit has set. */
    public static final String BY = "limit";

    @Inject
    private DirectoryRepository directory;

    /** Send-blocks an active account; an account in another state stays as it is. */
    @Transactional
    public void block(String address, String reason, Instant since) {
        Optional<Account> found = directory.find(Account.class, address);
        if (found.isPresent() && found.get().state().status() == AccountStatus.ACTIVE) {
            Account account = found.get();
            account.setState(new AccountState(
                    AccountStatus.SEND_BLOCKED, since, Optional.empty(), Optional.of(reason), Optional.of(BY)));
            directory.flush();
            directory.recordState(account);
        }
    }
}
