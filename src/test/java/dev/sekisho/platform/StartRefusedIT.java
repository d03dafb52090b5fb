// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.database.LongWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot succeed ends the process with one message and without a stack trace, so systemd reports it. */
class StartRefusedIT {
    private static void assertEndsWith(SekishoNode node, String code, String... words)
            throws IOException, InterruptedException {
        try {
            node.start();
            assertThat(node.awaitEnd(Duration.ofMinutes(2))).isEqualTo(ProcessEnd.STATUS);
        } finally {
            node.end();
        }
        String console = node.console();
        assertThat(Arrays.stream(console.split("\n")).filter(line -> line.matches(".* SKS\\d{4}E .*")))
                .singleElement()
                .asString()
                .contains(code + " ")
                .contains(words);
        assertThat(console).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(node.reports()).as("FFDC").isEmpty();
    }

    @Test
    void aMemberAddressThatIsNotOfThisMachine() throws Exception {
        assertEndsWith(
                new SekishoNode(7, 1, Map.of()).with("server.env", "SEKISHO_CLUSTER_ADDRESS=127.0.0.22"),
                "SKS0911E",
                "127.0.0.22",
                "it is not an address of this machine");
    }

    @Test
    void aSettingThatIsWrong() throws Exception {
        assertEndsWith(
                new SekishoNode(7, 0, Map.of("LOGIN_WAIT_SECONDS", "a while", "NO_SUCH", "1")),
                "SKS0001E",
                "sekisho.login.wait-seconds",
                "SEKISHO_NO_SUCH");
    }

    @Test
    void aDatabaseOfANewerProgram(@TempDir Path folder) throws Exception {
        assertEndsWith(
                new SekishoNode(7, 0, Map.of("DATABASE_URL", newer(folder.resolve("newer")))), "SKS0012E", "[99]");
    }

    @Test
    void aSchemaThatThisProgramDidNotMake(@TempDir Path folder) throws Exception {
        String url = prepared(
                folder.resolve("foreign"),
                "UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '2'");
        assertEndsWith(new SekishoNode(7, 0, Map.of("DATABASE_URL", url)), "SKS0013E", "2");
    }

    private static String newer(Path file) throws SQLException, IOException {
        return prepared(
                file,
                "INSERT INTO \"flyway_schema_history\" SELECT MAX(\"installed_rank\") + 1, '99', 'newer', 'SQL',"
                        + " 'V99__newer.sql', 1, 'sekisho', CURRENT_TIMESTAMP, 1, TRUE FROM \"flyway_schema_history\"");
    }

    /** An H2 file with this program's schema and one change, and its URL. */
    static String prepared(Path file, String change) throws SQLException, IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + file);
        database.setUser("sekisho");
        Migrations.apply(database, new LongWork(10_000), database.getURL());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(change)).isPositive();
            statement.execute("SHUTDOWN");
        }
        assertThat(Files.exists(Path.of(file + ".mv.db"))).isTrue();
        return database.getURL();
    }
}
