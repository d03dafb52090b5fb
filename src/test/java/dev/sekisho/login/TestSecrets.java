// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.directory.login.SecretRepository;
import jakarta.persistence.PersistenceException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Secrets in memory instead of the database, which a test can make unavailable. Confined to the test's thread. */
public final class TestSecrets extends SecretRepository {
    public final TreeMap<String, AccountSecrets> accounts = new TreeMap<>();
    public final List<String> written = new ArrayList<>();
    public boolean away;

    public void put(String address, String secret, @Nullable String encryptedSecret) {
        accounts.put(address, new AccountSecrets(address, secret, encryptedSecret));
    }

    @Override
    public Optional<AccountSecrets> secrets(String address) {
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public List<AccountSecrets> encryptable(String after, int limit) {
        return accounts.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public boolean replace(AccountSecrets old, String secret, @Nullable String encryptedSecret) {
        if (away) {
            throw new PersistenceException("the database is away");
        }
        if (!old.equals(accounts.get(old.address()))) {
            return false;
        }
        put(old.address(), secret, encryptedSecret);
        return true;
    }

    @Override
    public void used(String account, String method, OffsetDateTime at) {
        write(account + " " + method);
    }

    @Override
    public void appPasswordUsed(String id, OffsetDateTime at) {
        write(id);
    }

    private void write(String what) {
        if (away) {
            throw new PersistenceException("the database is away");
        }
        written.add(what);
    }
}
