// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

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
 * Brings the database to the schema of this version, by the scripts under {@code db/migration}.
 *
 * <p>Stateless and safe for use by any thread; Flyway locks the database against a second node.
 */
final class Migrations {
    /** Longest time for a first sign of life, in seconds: what follows has no such limit. */
    private static final int ALIVE_SECONDS = 3;

    private Migrations() {}

    /**
     * How many migrations were applied; throws Flyway's or the driver's exception.
     *
     * @throws CannotStartException if the schema is a newer program's, or not what this program made
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
        refuseNewer(flyway);
        MigrateResult result;
        try {
            result = flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new CannotStartException(PlatformMessages.schemaForeign(e));
        }
        // Flyway finds nothing, silently, where a class loader does not list folders.
        if (flyway.info().applied().length == 0) {
            throw new IllegalStateException("no migrations were found in the application");
        }
        return result.migrationsExecuted;
    }

    /** An older program would write what the newer one does not expect; Flyway lets it pass. */
    private static void refuseNewer(Flyway flyway) {
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
