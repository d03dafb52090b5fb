// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.h2();
        database.execute(
                "INSERT INTO mail_host (name, address) VALUES ('mx1', '192.0.2.1')",
                "INSERT INTO domain (name) VALUES ('example.org')",
                "INSERT INTO account (address, domain_name, secret, mail_host)"
                        + " VALUES ('alice@example.org', 'example.org', '{PLAIN}x', 'mx1')",
                "INSERT INTO alias (address) VALUES ('@example.net')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('@example.net', '@example.org')");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO installation (id) VALUES (2)",
                "INSERT INTO domain (name) VALUES ('Example.com')",
                "INSERT INTO domain (name) VALUES ('example.org')",
                "INSERT INTO mail_host (name, address) VALUES ('MX2', '192.0.2.2')",
                "INSERT INTO mail_host (name, address, imap_port) VALUES ('mx2', '192.0.2.2', 0)",
                "INSERT INTO mail_host (name, address, quota_port) VALUES ('mx2', '192.0.2.2', 65536)",
                "INSERT INTO mail_host (name, address, state) VALUES ('mx2', '192.0.2.2', 'UP')",
                "UPDATE account SET status = 'gone'",
                "UPDATE account SET mail_host = 'mx9'",
                "UPDATE account SET address = 'Alice@example.org'",
                "UPDATE account SET address = 'alice@example.com'",
                "UPDATE account SET address = '@example.org'",
                "DELETE FROM domain",
                "DELETE FROM mail_host",
                "INSERT INTO alias (address) VALUES ('Info@example.org')",
                "INSERT INTO alias (address) VALUES ('info')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('@example.net', 'info')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('@example.net', '@example.org')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('x@example.net', 'alice@example.org')",
            })
    void plainSqlCannotBreakARule(String sql) {
        assertThatThrownBy(() -> database.execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
    }

    @Test
    void anAliasTakesItsTargetsAlong() {
        assertThatCode(() -> database.execute("DELETE FROM alias WHERE address = '@example.net'"))
                .doesNotThrowAnyException();
    }

    @Test
    void plainSqlReadsLikeASentence() {
        assertThatCode(() ->
                        database.execute("UPDATE account SET status = 'suspended' WHERE address = 'alice@example.org'"))
                .doesNotThrowAnyException();
    }
}
