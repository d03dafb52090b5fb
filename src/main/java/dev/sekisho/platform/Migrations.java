// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the database to the schema of this version, by the scripts under {@code db/migration}.
 *
 * <p>Stateless and safe for use by any thread; Flyway locks the database against a second gate.
 */
final class Migrations {
    private Migrations() {}

    /** How many migrations were applied; throws Flyway's or the driver's exception. */
    static int apply(DataSource database, String url) {
        boolean postgresql = url.startsWith("jdbc:postgresql:");
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(
                        postgresql
                                ? new String[] {"classpath:db/migration/common", "classpath:db/migration/postgresql"}
                                : new String[] {"classpath:db/migration/common"})
                .failOnMissingLocations(true)
                .load();
        MigrateResult result = flyway.migrate();
        // Flyway finds nothing, silently, where a class loader does not list folders.
        if (flyway.info().applied().length == 0) {
            throw new IllegalStateException("no migrations were found in the application");
        }
        return result.migrationsExecuted;
    }
}
