// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Path;

/** Where everything is; the script sets the variables. */
final class Settings {
    static final int HTTP = 9380;
    static final int SEND = 10331;
    static final int QUOTA = 10332;
    static final int RELAY = 11644;
    static final int MAIL_HOST = 11645;
    static final int DATABASE = Integer.parseInt(variable("CHAOS_PG_PORT"));
    static final String KEY = "chaos-key-of-nginx-0123456789abcdef";
    static final String ADMIN = "chaos-admin-password";
    static final String DOMAIN = "chaos.example";
    static final int ACCOUNTS = 200;
    static final int LIMITED = 20;
    static final int LIMIT = 50;
    static final Path SERVER = Path.of(variable("CHAOS_SERVER"));
    static final Path DIRECTORY = Path.of(variable("CHAOS_DIR"));

    private Settings() {}

    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; run the script 'soak'");
        }
        return value;
    }

    static String account(int number) {
        return "user" + number + "@" + DOMAIN;
    }

    static String limited(int number) {
        return "limited" + number + "@" + DOMAIN;
    }
}
