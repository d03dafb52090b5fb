// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateHistoryTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.h2();
        database.execute(
                "INSERT INTO mail_host (name, address) VALUES ('mx1', '192.0.2.1')",
                "INSERT INTO domain (name) VALUES ('example.org')",
                "INSERT INTO account (address, domain_name, secret, mail_host)"
                        + " VALUES ('alice@example.org', 'example.org', '{PLAIN}x', 'mx1'),"
                        + " ('bob@example.org', 'example.org', '{PLAIN}x', 'mx1')");
        StateHistory.catchUp(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void whatIsRecordedIsNotRecordedAgain() throws SQLException {
        assertThat(StateHistory.catchUp(database)).isZero();
        assertThat(rows("SELECT status FROM account_state_change")).hasSize(2);
    }

    @Test
    void aStateSetByPlainSqlGetsItsTimeItsAuthorAndItsRecord() throws SQLException {
        database.execute("UPDATE account SET status_since = TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00'");
        StateHistory.catchUp(database);
        database.execute(
                "UPDATE account SET status = 'closed', status_reason = 'left' WHERE address = 'alice@example.org'");
        assertThat(StateHistory.catchUp(database)).isEqualTo(1);
        assertThat(rows("SELECT status || ' ' || reason || ' ' || changed_by FROM account_state_change"
                        + " WHERE account = 'alice@example.org' ORDER BY id DESC FETCH FIRST ROW ONLY"))
                .containsExactly("closed left sql");
        assertThat(rows("SELECT status_by FROM account WHERE status_since > TIMESTAMP WITH TIME ZONE"
                        + " '2026-01-01 00:00:00+00'"))
                .containsExactly("sql");
    }

    @Test
    void aTimeAndAuthorThatTheStatementSetsAreKept() throws SQLException {
        database.execute("UPDATE account SET status = 'suspended', status_by = 'eve', status_since ="
                + " TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00' WHERE address = 'bob@example.org'");
        assertThat(StateHistory.catchUp(database)).isEqualTo(1);
        assertThat(rows("SELECT changed_by FROM account_state_change WHERE status = 'suspended' AND since ="
                        + " TIMESTAMP WITH TIME ZONE '2026-01-01 00:00:00+00'"))
                .containsExactly("eve");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
