// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Rows changed from outside Sekisho: PostgreSQL only, because Sekisho locks the H2 file. */
@EnabledIfEnvironmentVariable(
        named = "SEKISHO_DATABASE_URL",
        matches = "jdbc:postgresql:.*",
        disabledReason = "Sekisho under test runs on H2, whose file other processes cannot open")
class PlainSqlIT extends SekishoUnderTest {
    @BeforeEach
    void directory() throws Exception {
        api("PUT", "/mail-hosts/sql-a", "{\"address\": \"192.0.2.41\", \"probe\": false}");
        api("PUT", "/mail-hosts/sql-b", "{\"address\": \"192.0.2.42\", \"probe\": false}");
        api("PUT", "/domains/sql.example", "{}");
        api(
                "PUT",
                "/accounts/sue@sql.example",
                "{\"mailHost\": \"sql-a\", \"password\": \"sesame\", \"scheme\": \"PLAIN\"}");
    }

    @Test
    void aSuspensionHoldsAtTheVeryNextLogin() throws Exception {
        assertThat(login()).contains("Auth-Status: OK");
        execute("UPDATE account SET status = 'suspended' WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("This account is suspended.");
    }

    @Test
    void aStateSetByPlainSqlHasItsTimeItsAuthorAndItsRecord() throws Exception {
        execute("UPDATE account SET status = 'closed', status_reason = 'left' WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("This account is closed.");
        assertThat(api("GET", "/accounts/sue@sql.example/state", "").body())
                .startsWith("[{\"status\":\"closed\",")
                .contains("\"statusReason\":\"left\"", "\"statusBy\":\"sekisho\"");
    }

    @Test
    void permissionsOfTheDomainHoldAtTheVeryNextLogin() throws Exception {
        execute("UPDATE domain SET block_networks = '0.0.0.0/0' WHERE name = 'sql.example'");
        assertThat(login()).doesNotContain("Auth-Status: OK");
        execute("UPDATE account SET block_networks = 'none' WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("Auth-Status: OK");
    }

    @Test
    void theLanguageOfTheDomainHoldsAtTheVeryNextLogin() throws Exception {
        execute("UPDATE account SET status = 'suspended' WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("This account is suspended.");
        execute("UPDATE domain SET language = 'ja' WHERE name = 'sql.example'");
        assertThat(new String(login().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .doesNotContain("This account is suspended.")
                .contains("アカウント");
    }

    @Test
    void theMxOfTheDomainHoldsAtTheVeryNextMail() throws Exception {
        execute("UPDATE domain SET mx_hosts = '192.0.2.51' WHERE name = 'sql.example'");
        assertThat(mail()).contains("Auth-Server: 192.0.2.51");
        execute("UPDATE domain SET mx_hosts = '192.0.2.52:2525' WHERE name = 'sql.example'");
        assertThat(mail()).contains("Auth-Server: 192.0.2.52", "Auth-Port: 2525");
    }

    @Test
    void theEndOfAMoveHoldsAtTheVeryNextLogin() throws Exception {
        execute("UPDATE account SET moving_to = 'sql-b' WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("[UNAVAILABLE]");
        execute("UPDATE account SET mail_host = moving_to, moving_to = NULL WHERE address = 'sue@sql.example'");
        assertThat(login()).contains("Auth-Server: 192.0.2.42");
    }

    @Test
    void aBarHoldsForSendingWithinASecond() throws Exception {
        String request = "request=smtpd_access_policy\nprotocol_state=RCPT\nsasl_username=sue@sql.example\n\n";
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(policy(SENDLIMIT_PORT, request)).isEqualTo("action=DUNNO"));
        execute("UPDATE account SET permit_sending = FALSE WHERE address = 'sue@sql.example'");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(policy(SENDLIMIT_PORT, request)).startsWith("action=550 5.7.1"));
    }

    private static String login() throws Exception {
        String request =
                "GET /auth/nginx HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: plain\r\nAuth-User: sue@sql.example\r\n"
                        + "Auth-Pass: sesame\r\nAuth-Protocol: imap\r\nClient-IP: 192.0.2.7\r\nX-Auth-Key: " + KEY
                        + "\r\n\r\n";
        return exchange(19080, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String mail() throws Exception {
        String request = "GET /auth/nginx HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: none\r\nAuth-Protocol: smtp\r\n"
                + "Auth-SMTP-To: RCPT%20TO:<sue@sql.example>\r\nClient-IP: 192.0.2.7\r\nX-Auth-Key: " + KEY
                + "\r\n\r\n";
        return exchange(19080, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        System.getenv("SEKISHO_DATABASE_URL"),
                        System.getenv("SEKISHO_DATABASE_USER"),
                        System.getenv("SEKISHO_DATABASE_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
