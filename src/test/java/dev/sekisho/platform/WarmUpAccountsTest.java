// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.database.Answer;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginLookup;
import dev.sekisho.directory.login.LoginQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmUpAccountsTest {
    private static final LoginQuery KNOWN = new LoginQuery("user1@warm-up.invalid", "warm-up.invalid", false);
    private static final LoginQuery UNKNOWN = new LoginQuery("unknown2@warm-up.invalid", "warm-up.invalid", false);

    @Test
    void eachQueryGoesToTheDatabaseAndOnlyNamedAccountsExist() {
        List<LoginQuery> queried = new ArrayList<>();
        WarmUpAccounts accounts = new WarmUpAccounts(keys -> {
            queried.addAll(keys);
            return keys.stream().map(key -> Answer.of(LoginLookup.NOTHING)).toList();
        });
        List<Answer<LoginLookup>> answers = accounts.read(List.of(KNOWN, UNKNOWN));
        assertThat(queried).containsExactly(KNOWN, UNKNOWN);
        assertThat(account(answers.get(0)).map(LoginAccount::address)).hasValue(KNOWN.address());
        assertThat(account(answers.get(1))).isEmpty();
    }

    private static Optional<LoginAccount> account(Answer<LoginLookup> answer) {
        return answer.fold(LoginLookup::account, failure -> {
            throw failure;
        });
    }
}
