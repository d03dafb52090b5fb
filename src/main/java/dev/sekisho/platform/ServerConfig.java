// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.HostPort;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Settings that the server's own configuration also reads, under the same names: HTTP, database and administrator; and
 * settings of the platform package.
 *
 * @param httpHost address that HTTP listens on; {@code *} for all
 * @param httpPort port of HTTP
 * @param httpsPort port of HTTPS
 * @param databaseUrl JDBC URL
 * @param databaseConnections maximum connections to the database
 * @param socketSeconds network timeout of database connections, except for long work
 * @param adminUser name of the administrator
 * @param adminPasswordSet whether a password is configured
 * @param dropins folder for the file of a generated password
 * @param demo whether to add example data
 * @param warmUpSeconds maximum duration of the warm-up
 */
@Immutable
public record ServerConfig(
        String httpHost,
        int httpPort,
        int httpsPort,
        String databaseUrl,
        int databaseConnections,
        int socketSeconds,
        String adminUser,
        boolean adminPasswordSet,
        String dropins,
        boolean demo,
        int warmUpSeconds) {
    static final Setting<String> HTTP_HOST = text(
            "sekisho.http.host", "127.0.0.1", "an address, or * for all", "Address that HTTP and HTTPS listen on.");
    static final Setting<Integer> HTTP_PORT =
            port("sekisho.http.port", 9080, "Port of HTTP: /auth/nginx, /api/v1, /health, /metrics.");
    static final Setting<Integer> HTTPS_PORT = port("sekisho.https.port", 9443, "Port of HTTPS, the same content.");
    static final Setting<Integer> INNER_PORT = port(
            "sekisho.http.inner-port",
            9081,
            "Loopback port of Liberty's own features. Sekisho itself reads /metrics there; other clients do not need"
                    + " it.");
    static final Setting<String> DATABASE_URL = text(
            "sekisho.database.url",
            "",
            "a JDBC URL of H2 or PostgreSQL",
            "The database. The server's configuration sets it to an H2 file in its data folder.");
    static final Setting<String> DATABASE_USER =
            text("sekisho.database.user", "sekisho", "a name", "User of the database.");
    static final Setting<String> DATABASE_PASSWORD =
            Setting.secret("sekisho.database.password", "any text", "Password of the database's user.");
    static final Setting<Integer> DATABASE_CONNECTIONS = Setting.integer(
            "sekisho.database.connections", 20, 2, 500, "connections", "Maximum connections to the database.");
    static final Setting<Integer> CONNECT_SECONDS = Setting.integer(
            "sekisho.database.connect-seconds",
            3,
            1,
            60,
            "seconds",
            "Timeout for opening a connection to PostgreSQL's port.");
    static final Setting<Integer> SOCKET_SECONDS = Setting.integer(
            "sekisho.database.socket-seconds",
            8,
            2,
            600,
            "seconds",
            "Timeout of a statement: after this time without an answer, the connection to PostgreSQL is closed. Does"
                    + " not apply to imports, migrations and reading the whole directory.");
    static final Setting<Integer> LOCK_MILLIS = Setting.integer(
            "sekisho.database.lock-millis",
            4000,
            100,
            300_000,
            "ms",
            "Maximum time that a statement waits for a row or table locked by another transaction.");
    static final Setting<Integer> SERVER_THREADS = Setting.integer(
            "sekisho.server.threads",
            24,
            16,
            1000,
            "threads",
            "Threads of the server: logins, console, API, timers, and each listener's io-threads.");
    static final Setting<String> ADMIN_USER =
            text("sekisho.admin.user", "admin", "a name", "Name of the administrator (role sekisho-admin).");
    static final Setting<String> ADMIN_PASSWORD = Setting.secret(
            "sekisho.admin.password",
            "any text",
            "The administrator's password. Unset: the first start generates one; SKS0005W names its file.");
    static final Setting<String> PASSWORD_PATHS = text(
            "sekisho.admin.password-paths",
            "",
            "paths, separated by blanks",
            "Paths of Liberty's own features that may request a password themselves, such as /adminCenter. Failed"
                    + " attempts there are logged, but not delayed.");
    static final Setting<String> DROPINS = text(
            "sekisho.admin.password-folder",
            "",
            "a folder",
            "Folder for the file of a generated password: configDropins/overrides of the server.");
    static final Setting<Boolean> DEMO =
            Setting.bool("sekisho.demo", false, "Adds example accounts, mail hosts and limits to an empty database.");
    static final Setting<Integer> WARM_UP_SECONDS = Setting.integer(
            "sekisho.warmup.seconds",
            15,
            0,
            120,
            "seconds",
            "Maximum duration of the warm-up before Sekisho is ready; 0 for no warm-up.");

    static final List<Setting<?>> SETTINGS = List.of(
            HTTP_HOST,
            HTTP_PORT,
            HTTPS_PORT,
            INNER_PORT,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_CONNECTIONS,
            CONNECT_SECONDS,
            SOCKET_SECONDS,
            LOCK_MILLIS,
            SERVER_THREADS,
            ADMIN_USER,
            ADMIN_PASSWORD,
            PASSWORD_PATHS,
            DROPINS,
            DEMO,
            WARM_UP_SECONDS);

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    static ServerConfig read(Settings settings) {
        String url = settings.get(DATABASE_URL);
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            settings.problem(DATABASE_URL.name() + " must start with jdbc:h2: or jdbc:postgresql:");
        }
        settings.get(DATABASE_USER);
        settings.get(DATABASE_PASSWORD);
        settings.get(CONNECT_SECONDS);
        settings.get(LOCK_MILLIS);
        settings.get(SERVER_THREADS);
        return new ServerConfig(
                settings.get(HTTP_HOST),
                settings.get(HTTP_PORT),
                settings.get(HTTPS_PORT),
                url,
                settings.get(DATABASE_CONNECTIONS),
                settings.get(SOCKET_SECONDS),
                settings.get(ADMIN_USER),
                !settings.get(ADMIN_PASSWORD).isEmpty(),
                settings.get(DROPINS),
                settings.get(DEMO),
                settings.get(WARM_UP_SECONDS));
    }

    /** Whether HTTP listens on loopback only. */
    boolean isLoopback() {
        return LOOPBACK.contains(httpHost) || httpHost.startsWith("127.");
    }

    /** The URL at which Sekisho itself reaches its HTTP listener. */
    String httpAddress() {
        String host = httpHost.equals("*") ? "127.0.0.1" : httpHost;
        return "http://" + new HostPort(host, httpPort);
    }

    private static Setting<String> text(String name, String defaultText, String bounds, String meaning) {
        return Setting.text(name, defaultText, bounds, meaning, UnaryOperator.identity());
    }

    private static Setting<Integer> port(String name, int defaultValue, String meaning) {
        return Setting.integer(name, defaultValue, 1, 65_535, "", meaning);
    }
}
