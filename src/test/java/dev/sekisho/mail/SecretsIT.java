// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encrypted secrets and cached logins through a real nginx. */
class SecretsIT extends RealMail {
    private static final Path KEY_FILE =
            Path.of(System.getProperty("wlp.home"), "usr", "servers", "sekisho-it", "encryption.keys");
    private static final String KEY = "k1 " + "AQEB".repeat(10) + "AQE=\n";
    private static final String OTHER_KEY = "second " + "AgIC".repeat(10) + "AgI=\n";

    @BeforeEach
    void encryptedAccount() throws IOException {
        Files.writeString(KEY_FILE, KEY);
        account("judy", Map.of("scheme", "SHA512-CRYPT", "challenge", true));
    }

    @AfterEach
    void back() throws IOException {
        Files.writeString(KEY_FILE, KEY);
        account("judy", Map.of());
    }

    @Test
    void anEncryptedSecretServesEveryMethodAndTheReportListsItsUse() throws Exception {
        assertThat(imap("CRAM_MD5", PASSWORD)).contains(" OK ");
        assertThat(imap("CRAM_MD5", "closed sesame")).contains(" NO [AUTHENTICATIONFAILED] ");
        assertThat(imap("PLAIN", PASSWORD)).contains(" OK ");
        try (Pop3Session session = Pop3Session.connect()) {
            assertThat(session.login("APOP", address("judy"), PASSWORD)).startsWith("+OK ");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(API.get("reports/challenge-methods?limit=1000"))
                        .contains("judy@example.net")
                        .contains("cram-md5")
                        .contains("apop"));
    }

    @Test
    void withoutItsKeyChallengesFailTemporarilyAndPlainWorks() throws Exception {
        Files.writeString(KEY_FILE, OTHER_KEY);
        assertThat(imap("CRAM_MD5", PASSWORD)).contains(" NO [UNAVAILABLE] ");
        assertThat(imap("PLAIN", PASSWORD)).contains(" OK ");
    }

    @Test
    void aKeyIsRotatedWhileLoginsGoOn() throws Exception {
        Files.writeString(KEY_FILE, OTHER_KEY + KEY);
        assertThat(imap("CRAM_MD5", PASSWORD)).contains(" OK ");
        assertThat(API.post("secrets/re-encrypt", "")).contains("\"key\":\"second\"", "\"failed\":0");
        Files.writeString(KEY_FILE, OTHER_KEY);
        assertThat(imap("CRAM_MD5", PASSWORD)).contains(" OK ");
    }

    @Test
    void aRememberedLoginEndsWhenThePasswordChanges() throws Exception {
        assertThat(imap("PLAIN", PASSWORD)).contains(" OK ");
        assertThat(imap("PLAIN", PASSWORD)).contains(" OK ");
        account("judy", Map.of("scheme", "SHA512-CRYPT", "password", "changed sesame"));
        assertThat(imap("PLAIN", PASSWORD)).contains(" NO [AUTHENTICATIONFAILED] ");
    }

    private static String imap(String method, String password) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            return session.login(method, address("judy"), password);
        }
    }
}
