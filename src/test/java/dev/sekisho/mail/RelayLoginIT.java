// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.platform.SekishoNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notifications by a real relay that requires STARTTLS and a login, and their retries while its certificate or the
 * password is wrong.
 */
@ExtendWith(MailServersExtension.class)
class RelayLoginIT {
    private static final Path RELAY = MailFiles.DIR.resolve("relay");

    /** Pauses grow from 5 s. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static SekishoNode sekisho;

    /** How long Sekisho's log was when the test began. */
    private int before;

    @BeforeAll
    static void start() throws Exception {
        MailServersExtension.running().startRelay();
        MailServers.output(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority -keyout "
                                + folder + "/ca.key -out " + folder + "/ca.crt")
                        .split(" ", -1));
        MailServers.output(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importcert",
                "-noprompt",
                "-alias",
                "authority",
                "-file",
                folder + "/ca.crt",
                "-keystore",
                folder + "/trust.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");
        password("relay sesame");
        certificate("localhost");
        sekisho = new SekishoNode(
                        1,
                        1,
                        Map.of(
                                "NOTIFICATION_RELAY_HOST",
                                "localhost",
                                "NOTIFICATION_RELAY_PORT",
                                Integer.toString(MailServers.RELAY),
                                "NOTIFICATION_RELAY_USER",
                                "node",
                                "NOTIFICATION_RELAY_PASSWORD",
                                "relay sesame",
                                "NOTIFICATION_FROM",
                                "node@mail.example.net",
                                "NOTIFICATION_OPERATOR",
                                "alice@example.net",
                                "NOTIFICATION_OWNER",
                                "false"))
                .with("jvm.options", "-Djavax.net.ssl.trustStore=" + folder + "/trust.p12")
                .with("jvm.options", "-Djavax.net.ssl.trustStorePassword=changeit")
                // As "server create" writes it: the server then has a key store of its own, besides Java's trust store.
                .with("server.env", "keystore_password=it-key-store-password");
        sekisho.start();
        sekisho.awaitReady();
        sekisho.api("PUT", "/mail-hosts/relay-a", "{\"address\": \"192.0.2.36\", \"probe\": false}");
        sekisho.api("PUT", "/domains/relay.example", "{}");
    }

    @AfterAll
    static void end() throws Exception {
        if (sekisho != null) {
            sekisho.end();
        }
    }

    @BeforeEach
    void mark() throws IOException {
        before = sekisho.console().length();
    }

    @Test
    void aNoticeGoesOutByStartTlsAndWithTheLogin() throws Exception {
        refuse("good");
        assertThat(arrived("good"))
                .contains(
                        "Return-Path: <>",
                        "(using TLSv1.",
                        "(Authenticated sender: node)",
                        "Auto-Submitted: auto-generated");
    }

    @Test
    void aWrongPasswordIsLoggedAndTheNotificationIsSentOnceItIsRight() throws Exception {
        password("another one");
        try {
            refuse("password");
            expectLog("SKS0710W ", "535 5.7.8");
            isUnharmed("password");
        } finally {
            password("relay sesame");
        }
        arrived("password");
        expectLog("SKS0711I ");
    }

    @Test
    void aCertificateOfAnotherNameIsLoggedAndTheNotificationIsSentOnceItIsRight() throws Exception {
        certificate("elsewhere.example");
        try {
            refuse("name");
            expectLog("SKS0710W ", "SSLHandshakeException", "localhost");
            isUnharmed("name");
        } finally {
            certificate("localhost");
        }
        arrived("name");
    }

    @Test
    void anUntrustedCertificateIsLoggedAndTheNotificationIsSentOnceItIsRight() throws Exception {
        MailServers.output(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
                                + " -addext subjectAltName=DNS:localhost -keyout " + RELAY + "/relay.key -out " + RELAY
                                + "/relay.crt")
                        .split(" ", -1));
        reload();
        try {
            refuse("trust");
            expectLog("SKS0710W ", "SSLHandshakeException");
            isUnharmed("trust");
        } finally {
            certificate("localhost");
        }
        arrived("trust");
    }

    /** An account reaches its limit, of which the operator is notified. */
    private static void refuse(String name) throws Exception {
        String account = name + "@relay.example";
        sekisho.api("PUT", "/accounts/" + account, """
                {"mailHost": "relay-a", "secret": "{PLAIN}sesame", "sendLimits": "1/1h"}""");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> sekisho.api("GET", "/accounts/" + account + "/counters", "")
                        .contains("1/1h"));
        assertThat(request(account, 1)).isEqualTo("action=DUNNO");
        assertThat(request(account, 2)).startsWith("action=450 4.7.1 ");
    }

    private static String request(String account, int message) throws IOException {
        return SekishoNode.policy(
                sekisho.sendLimitPort(),
                new String(SekishoNode.endOfMessage(account, "relay." + message, 1), StandardCharsets.UTF_8));
    }

    private static String arrived(String name) {
        return await().atMost(SOON)
                .until(
                        () -> NotificationIT.mailTo("alice", name + "@relay.example"),
                        mail -> mail.contains("Subject: "));
    }

    private void expectLog(String... parts) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(sekisho.console().substring(before).lines())
                                .anySatisfy(line -> assertThat(line).contains(parts)));
    }

    /** Services and health do not depend on the relay. */
    private static void isUnharmed(String name) throws Exception {
        assertThat(request(name + "@relay.example", 3)).startsWith("action=450 4.7.1 ");
        assertThat(sekisho.login("192.0.2.7", name + "@relay.example", "sesame"))
                .isEqualTo("OK");
        assertThat(sekisho.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(NotificationIT.mailTo("alice", name + "@relay.example")).isEmpty();
    }

    private static void password(String password) throws IOException {
        Files.writeString(RELAY.resolve("users"), "node:" + password + "\n");
    }

    /** A certificate of the authority that Sekisho's Java trusts. */
    private static void certificate(String name) throws IOException {
        Files.writeString(folder.resolve("name.ext"), "subjectAltName=DNS:" + name + "\n");
        MailServers.output(("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name
                        + " -keyout " + RELAY + "/relay.key -out " + folder + "/relay.csr")
                .split(" ", -1));
        MailServers.output(("openssl x509 -req -days 2 -in " + folder + "/relay.csr -CA " + folder + "/ca.crt -CAkey "
                        + folder + "/ca.key -CAcreateserial -extfile " + folder + "/name.ext -out " + RELAY
                        + "/relay.crt")
                .split(" ", -1));
        reload();
    }

    private static void reload() {
        MailServers.output("postfix", "-c", MailFiles.DIR + "/sender", "reload");
    }
}
