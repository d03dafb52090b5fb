// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.NeedsPostgresql;
import dev.sekisho.directory.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class LongWorkTest {
    private final LongWork work = new LongWork(200);

    @Test
    void h2HasNoSuchLimitAndIsNotDisturbed() throws SQLException {
        try (TestDatabase database = TestDatabase.h2();
                Connection connection = work.source(database).getConnection();
                Statement statement = connection.createStatement()) {
            work.on(connection).end();
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    @NeedsPostgresql
    void aStatementOfLongWorkMayTakeLongerAndTheNextOnesMayNot() throws SQLException {
        try (TestDatabase database = TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 200);
            LongWork.Lifted lifted = work.on(connection);
            assertThat(statement.execute("SELECT pg_sleep(0.5)")).isTrue();
            lifted.end();
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(0.5)")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    @NeedsPostgresql
    void aConnectionOfItsSourceHasNoSuchLimit() throws SQLException {
        try (TestDatabase database = TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
                Connection connection = work.source(database).getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(1_800_000);
        }
    }
}
