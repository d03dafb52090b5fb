// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node that starts with its directory in views of PostfixAdmin's tables: docs/migrating.md, "Live". PostgreSQL only.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@EnabledIfEnvironmentVariable(
        named = "SEKISHO_DATABASE_URL",
        matches = "jdbc:postgresql:.*",
        disabledReason = "Sekisho under test runs on H2, where PostfixAdmin's tables cannot be")
class LiveViewsIT {
    private static final String SEKISHO = "live-views";
    private static final Path SCRIPTS = Path.of("docs/live-views");
    private static final Path TABLES = Path.of("src/test/resources/dev/sekisho/importer/postfixadmin.sql");

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = SEKISHO, managed = false, testable = false)
    public static EnterpriseArchive sekisho() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("sekisho.ear")));
    }

    @BeforeEach
    void startOnTheViews() throws Exception {
        // The first start of all makes Sekisho's own tables.
        start();
        SekishoUnderTest.api("PUT", "/mail-hosts/00-live", "{\"address\": \"192.0.2.36\", \"probe\": false}");
        deployer.undeploy(SEKISHO);
        execute("CREATE SCHEMA postfixadmin");
        execute("SET search_path = postfixadmin; " + Files.readString(TABLES));
        execute(Files.readString(SCRIPTS.resolve("postfixadmin-on.sql")));
        execute("INSERT INTO domain_own (name, unknown_recipient) VALUES ('pfa-old.example', 'reject')");
        start();
    }

    @AfterEach
    void takeTheViewsBack() throws Exception {
        deployer.undeploy(SEKISHO);
        execute("DELETE FROM domain_own WHERE name = 'pfa-old.example'");
        execute(Files.readString(SCRIPTS.resolve("postfixadmin-off.sql")));
        execute("DROP SCHEMA postfixadmin CASCADE");
    }

    @Test
    void thePeopleOfPostfixAdminAreTheNodes() throws Exception {
        assertThat(login("blf@pfa.example")).contains("Auth-Status: OK", "Auth-Server: 192.0.2.36");
        assertThat(login("md5@pfa.example")).contains("Auth-Status: OK");
        assertThat(login("off@pfa.example")).contains("This account is suspended.");

        assertThat(recipient("old@pfa-old.example")).isEqualTo("action=DUNNO");
        assertThat(recipient("unknown@pfa-old.example")).startsWith("action=550 5.1.1 ");

        // Login sees what PostfixAdmin writes at once, the others within a second or two.
        execute("UPDATE postfixadmin.mailbox SET active = FALSE WHERE username = 'blf@pfa.example';"
                + " INSERT INTO postfixadmin.mailbox (username, password, domain)"
                + " VALUES ('unknown@pfa-old.example', '{PLAIN}sesame', 'pfa-old.example')");
        assertThat(login("blf@pfa.example")).contains("This account is suspended.");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(recipient("unknown@pfa-old.example")).isEqualTo("action=DUNNO"));

        for (String path : new String[] {"/accounts/md5@pfa.example", "/accounts/new@pfa.example"}) {
            assertThat(SekishoUnderTest.api("PUT", path, "{\"mailHost\": \"00-live\", \"secret\": \"{PLAIN}x\"}")
                            .body())
                    .contains("\"status\":409", "another system");
        }
        assertThat(SekishoUnderTest.api("PUT", "/aliases/info@pfa.example", "{\"targets\": [\"md5@pfa.example\"]}")
                        .body())
                .contains("\"status\":409", "another system");
        assertThat(SekishoUnderTest.api("GET", "/accounts/md5@pfa.example", "").body())
                .contains("\"mailHost\":\"00-live\"");
    }

    private void start() {
        deployer.deploy(SEKISHO);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> SekishoUnderTest.get("/health/ready").statusCode() == 200);
    }

    private static String login(String user) throws IOException {
        String request = "GET /auth/nginx HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: plain\r\nAuth-User: " + user
                + "\r\nAuth-Pass: sesame\r\nAuth-Protocol: imap\r\nClient-IP: 192.0.2.7\r\nX-Auth-Key: "
                + SekishoUnderTest.KEY + "\r\n\r\n";
        return SekishoUnderTest.exchange(19080, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String recipient(String address) throws IOException {
        return SekishoUnderTest.policy(
                SekishoUnderTest.QUOTA_PORT,
                "request=smtpd_access_policy\nprotocol_state=RCPT\nsize=1000\nrecipient=" + address + "\n\n");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        System.getenv("SEKISHO_DATABASE_URL"),
                        System.getenv("SEKISHO_DATABASE_USER"),
                        System.getenv("SEKISHO_DATABASE_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
