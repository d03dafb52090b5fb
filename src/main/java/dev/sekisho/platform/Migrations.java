// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Migrates the database to the schema of this version, by the scripts under {@code db/migration}. Flyway locks the
 * database against a second node.
 */
@ThreadSafe
final class Migrations {
    /** Timeout of the first check, in seconds; the migrations themselves may take longer. */
    private static final int ALIVE_SECONDS = 3;

    private Migrations() {}

    /**
     * Applies the missing migrations and returns their number. Throws the exception of Flyway or the driver.
     *
     * @throws CannotStartException if a newer version created the schema, or it differs from the migrations
     */
    static int apply(DataSource database, LongWork longWork, String url) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(ALIVE_SECONDS)) {
                throw new SQLException("the database does not answer");
            }
        }
        boolean postgresql = url.startsWith("jdbc:postgresql:");
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(longWork.source(database))
                .locations(
                        postgresql
                                ? new String[] {"classpath:db/migration/common", "classpath:db/migration/postgresql"}
                                : new String[] {"classpath:db/migration/common"})
                .failOnMissingLocations(true)
                .load();
        rejectNewer(flyway);
        MigrateResult result;
        try {
            result = flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new CannotStartException(PlatformMessages.schemaForeign(e));
        }
        // Flyway silently finds nothing if a class loader does not list folders.
        if (flyway.info().applied().length == 0) {
            throw new IllegalStateException("the application has no migrations");
        }
        return result.migrationsExecuted;
    }

    /** Rejects the schema of a newer version, which Flyway would accept: this version could write invalid data. */
    private static void rejectNewer(Flyway flyway) {
        List<String> unknown = Arrays.stream(flyway.info().applied())
                .filter(each -> !each.getState().isResolved() && each.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .map(String::valueOf)
                .toList();
        if (!unknown.isEmpty()) {
            throw new CannotStartException(PlatformMessages.schemaNewer(unknown));
        }
    }
}
