// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredKeyTest {
    /** Each column that holds a key from outside is at least as long as the bound. */
    @ParameterizedTest
    @CsvSource({
        "send_counter, account, 340",
        "known_network, account, 320",
        "credential_use, account, 320",
        "app_password, account, 320",
        "decision_journal, account, 320",
        "account, address, 320",
        "alias, address, 320",
        "send_scope, subject, 320",
        "send_exemption, subject, 320",
        "bruteforce_exemption, subject, 320",
        "domain, name, 255",
        "mail_host, name, 255",
        "staff, name, 255",
        "audit_entry, entry, 400",
    })
    void theBoundsAreThoseOfTheTables(String table, String column, int bound) throws SQLException {
        assertThat(List.of(
                        StoredKey.LOGIN_CHARACTERS,
                        StoredKey.NAME_CHARACTERS,
                        StoredKey.COUNTER_CHARACTERS,
                        StoredKey.ENTRY_CHARACTERS))
                .contains(bound);
        try (TestDatabase database = TestDatabase.h2();
                Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT CHARACTER_MAXIMUM_LENGTH FROM INFORMATION_SCHEMA.COLUMNS WHERE LOWER(TABLE_NAME) = ?"
                                + " AND LOWER(COLUMN_NAME) = ?")) {
            statement.setString(1, table);
            statement.setString(2, column);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(bound);
            }
        }
    }

    @Test
    void theKeyOfAScopeFits() {
        // '@network/' is the longest kind.
        assertThat("@network/".length() + StoredKey.LOGIN_CHARACTERS).isLessThanOrEqualTo(StoredKey.COUNTER_CHARACTERS);
        // counters of a scope have an entry in the audit trail
        assertThat(StoredKey.COUNTER_CHARACTERS).isLessThanOrEqualTo(StoredKey.ENTRY_CHARACTERS);
    }

    @Test
    void aLoginThatFitsIsItsOwnKey() {
        assertThat(StoredKey.login("alice@example.org")).isEqualTo("alice@example.org");
        assertThat(StoredKey.login("日本@例え.jp")).isEqualTo("日本@例え.jp");
        assertThat(StoredKey.login("a".repeat(320))).isEqualTo("a".repeat(320));
    }

    @Test
    void aLoginThatDoesNotFitHasAKeyOfItsOwnThatDoes() {
        List<String> logins = List.of(
                "a".repeat(321),
                "a".repeat(322),
                "a".repeat(321) + "@example.org",
                "x\0y",
                "x\u0001y",
                "x\ud800y",
                "x\ud801y",
                "\udc00",
                "@example.org",
                "@sender/boss@example.org",
                "~x",
                "\ud83d");
        assertThat(logins.stream().map(StoredKey::login))
                .doesNotHaveDuplicates()
                .allSatisfy(key -> {
                    assertThat(StoredKey.fits(key, StoredKey.LOGIN_CHARACTERS)).isTrue();
                    assertThat(key).startsWith("~").doesNotContain("@");
                });
        assertThat(StoredKey.login("a".repeat(321))).isEqualTo(StoredKey.login("a".repeat(321)));
        String forged = StoredKey.login("@example.org");
        assertThat(StoredKey.login(forged)).as("the key of another").isNotEqualTo(forged);
    }

    @Test
    void aWholeSurrogatePairFits() {
        assertThat(StoredKey.fits("😀@example.org", 320)).isTrue();
    }
}
