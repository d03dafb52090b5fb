// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.origin.Harvest;
import dev.sekisho.origin.IredApd;
import dev.sekisho.origin.IredMail;
import dev.sekisho.origin.PasswdFile;
import dev.sekisho.origin.PolicyD;
import dev.sekisho.origin.PolicydRateLimit;
import dev.sekisho.origin.PostfixAdmin;
import dev.sekisho.origin.StoredSecret;
import dev.sekisho.origin.TextFile;
import dev.sekisho.origin.VirtualMap;
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
 * Another system and where it keeps what it has: a file, or a database that is read in one read-only transaction.
 *
 * <p>Immutable; its text form has no password.
 *
 * @param source path or JDBC URL
 * @param password the database's
 * @param insecure whether passwords may come from another machine unencrypted
 */
record Origin(String system, String source, Hints hints, Optional<String> password, boolean insecure) {
    private static final String PASSWORD_IN_URL = "password=";

    /**
     * What the other system leaves out.
     *
     * <p>Immutable and safe for use by many threads.
     *
     * @param scheme of passwords that tell none
     * @param domain of names that have none
     */
    record Hints(Optional<String> scheme, Optional<String> domain) {}

    Harvest read() {
        StoredSecret secrets = new StoredSecret(hints.scheme());
        try {
            return switch (system) {
                case "passwd-file" -> PasswdFile.read(file(), secrets, hints.domain());
                case "virtual" -> VirtualMap.read(file(), hints.domain());
                case "policyd-rate-limit" -> PolicydRateLimit.read(file());
                case "postfixadmin", "iredmail", "iredapd", "policyd" -> database(secrets);
                default -> throw new CtlException(Exit.UNKNOWN, "--from " + system + " is not known");
            };
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, source + " cannot be read: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new CtlException(Exit.UNKNOWN, "The database cannot be read: " + e.getMessage(), e);
        }
    }

    private TextFile file() throws IOException {
        return TextFile.read(Path.of(source));
    }

    private Harvest database(StoredSecret secrets) throws SQLException {
        if (!source.startsWith("jdbc:")) {
            throw new CtlException(
                    Exit.UNKNOWN, "--from " + system + " wants a URL such as jdbc:postgresql://host/name");
        }
        if (source.toLowerCase(Locale.ROOT).contains(PASSWORD_IN_URL)) {
            throw new CtlException(
                    Exit.UNKNOWN, "Everybody can see a command line: use SEKISHOCTL_SOURCE_PASSWORD or ~/.pgpass");
        }
        Properties properties = new Properties();
        SecretWay.expectDatabase(source, properties, insecure);
        password.ifPresent(text -> properties.setProperty("password", text));
        try (Connection database = DriverManager.getConnection(source, properties)) {
            database.setReadOnly(true);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            database.setAutoCommit(false);
            Harvest harvest =
                    switch (system) {
                        case "postfixadmin" -> PostfixAdmin.read(database, secrets, Instant.now());
                        case "iredmail" -> IredMail.read(database, secrets, Instant.now());
                        case "iredapd" -> IredApd.read(database);
                        default -> PolicyD.read(database);
                    };
            database.rollback();
            return harvest;
        }
    }

    @Override
    public String toString() {
        return system;
    }
}
