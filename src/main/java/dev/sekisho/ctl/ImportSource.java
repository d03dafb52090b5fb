// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.SecretTransport;
import dev.sekisho.importer.ImportData;
import dev.sekisho.importer.IredApd;
import dev.sekisho.importer.IredMail;
import dev.sekisho.importer.PasswdFile;
import dev.sekisho.importer.PolicyD;
import dev.sekisho.importer.PolicydRateLimit;
import dev.sekisho.importer.PostfixAdmin;
import dev.sekisho.importer.StoredSecret;
import dev.sekisho.importer.TextFile;
import dev.sekisho.importer.VirtualMap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Another system and its data: a file, or a database, which is read in one read-only transaction.
 *
 * <p>{@link #toString} contains no password.
 *
 * @param source path or JDBC URL
 * @param password password of the database
 * @param insecure whether passwords may come from another machine unencrypted
 */
record ImportSource(String system, String source, Hints hints, Optional<String> password, boolean insecure) {
    private static final String PASSWORD_IN_URL = "password=";

    /**
     * Defaults for data that the other system omits.
     *
     * @param scheme scheme of passwords without one
     * @param domain domain of names without one
     */
    @Immutable
    record Hints(Optional<String> scheme, Optional<String> domain) {}

    ImportData read() {
        StoredSecret secrets = new StoredSecret(hints.scheme());
        try {
            return switch (system) {
                case "passwd-file" -> PasswdFile.read(file(), secrets, hints.domain());
                case "virtual" -> VirtualMap.read(file(), hints.domain());
                case "policyd-rate-limit" -> PolicydRateLimit.read(file());
                case "postfixadmin", "iredmail", "iredapd", "policyd" -> database(secrets);
                default -> throw new CtlException(Exit.UNKNOWN, "Unknown system: --from " + system);
            };
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read " + source + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read the database: " + e.getMessage(), e);
        }
    }

    private TextFile file() throws IOException {
        return TextFile.read(Path.of(source));
    }

    private ImportData database(StoredSecret secrets) throws SQLException {
        if (!source.startsWith("jdbc:")) {
            throw new CtlException(
                    Exit.UNKNOWN, "--from " + system + " needs a URL such as jdbc:postgresql://host/name");
        }
        if (source.toLowerCase(Locale.ROOT).contains(PASSWORD_IN_URL)) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "All users of this machine can read a command line: use SEKISHOCTL_SOURCE_PASSWORD"
                            + " or ~/.pgpass");
        }
        Properties properties = new Properties();
        SecretTransport.checkDatabase(source, properties, insecure);
        password.ifPresent(text -> properties.setProperty("password", text));
        try (Connection database = DriverManager.getConnection(source, properties)) {
            database.setReadOnly(true);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            database.setAutoCommit(false);
            ImportData importData =
                    switch (system) {
                        case "postfixadmin" -> PostfixAdmin.read(database, secrets, Instant.now());
                        case "iredmail" -> IredMail.read(database, secrets, Instant.now());
                        case "iredapd" -> IredApd.read(database);
                        default -> PolicyD.read(database);
                    };
            database.rollback();
            return importData;
        }
    }

    @Override
    public String toString() {
        return system;
    }
}
