// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States, permissions and routes as a client meets them, through a real nginx. */
class RoutingIT extends RealMail {
    /** Two probes a second apart, each with its time limit. */
    private static final Duration NOTICED = Duration.ofSeconds(20);

    @AfterEach
    void restore() {
        API.put("domains", "example.net", "{}");
        account("judy", Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "suspended, [AUTHORIZATIONFAILED] This account is suspended.",
        "closed, [AUTHORIZATIONFAILED] This account is closed.",
        "password-must-change, [EXPIRED] The password must be changed before the next login."
    })
    void eachStateHasItsText(String status, String text) throws Exception {
        account("judy", Map.of("status", status));
        assertThat(imap("judy")).contains(" NO " + text);
    }

    @Test
    void aStateThatIsOverNoLongerHolds() throws Exception {
        account("judy", Map.of("status", "suspended", "statusUntil", "2020-01-01T00:00:00Z"));
        assertThat(imap("judy")).contains(" OK ");
    }

    @Test
    void whoIsBarredFromSendingReads() throws Exception {
        account("judy", Map.of("status", "sending-barred"));
        assertThat(imap("judy")).contains(" OK ");
        try (SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(smtp.login("PLAIN", address("judy"), PASSWORD)).startsWith("525 5.7.13 Sending is barred");
        }
    }

    @Test
    void whereTlsIsRequiredTheClearIsRefused() throws Exception {
        API.put("domains", "example.net", "{\"requireTls\": true}");
        assertThat(imap("judy")).contains(" NO [PRIVACYREQUIRED] ");
        try (ImapSession session = ImapSession.connect(MailServers.IMAPS)) {
            assertThat(session.login("PLAIN", address("judy"), PASSWORD)).contains(" OK ");
        }
    }

    @Test
    void theNearestPermissionWins() throws Exception {
        API.put("domains", "example.net", "{\"permitImap\": false, \"barNetworks\": \"127.0.0.0/8\"}");
        assertThat(imap("judy")).contains(" NO [AUTHORIZATIONFAILED] This service");
        account("judy", Map.of("permitImap", true));
        assertThat(imap("judy")).contains(" NO [AUTHORIZATIONFAILED] This account may not log in from this network.");
        account("judy", Map.of("permitImap", true, "barNetworks", "none"));
        assertThat(imap("judy")).contains(" OK ");
    }

    @Test
    void theDomainChoosesJapanese() throws Exception {
        API.put("domains", "example.net", "{\"language\": \"ja\"}");
        await().atMost(NOTICED).untilAsserted(() -> {
            try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
                String raw = session.login("PLAIN", address("judy"), "closed sesame");
                // commons-net takes a byte for a character.
                assertThat(new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                        .contains(" NO [AUTHENTICATIONFAILED] 認証に失敗しました。");
            }
        });
    }

    @Test
    void aMailboxUnderMoveIsTroubleUntilTheMoveEnds() throws Exception {
        API.post("accounts", address("judy"), "move", "{\"to\": \"mail-b\"}");
        assertThat(imap("judy")).contains(" NO [UNAVAILABLE] ");
        API.post("accounts", address("judy"), "move/end", "");
        try (SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(smtp.login("PLAIN", address("judy"), PASSWORD)).startsWith("235 ");
            assertThat(smtp.say("EHLO client.example.net")).startsWith("250-mail-b.example.net");
        }
    }

    @Test
    void mailForADomainThatIsNotOursIsRefused() throws Exception {
        try (SmtpSession smtp = SmtpSession.connect(MailServers.MX_THROUGH_NGINX)) {
            smtp.say("EHLO client.example.net");
            smtp.say("MAIL FROM:<someone@elsewhere.example>");
            assertThat(smtp.say("RCPT TO:<someone@unknown.example>")).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void aMailHostThatIsDownIsTroubleAndIsUsedAgainWhenItIsBack() throws Exception {
        assertThat(imap("judy")).contains(" OK ");
        MailServersExtension.running().stopDovecot("dovecot-a");
        try {
            // Until the probes notice, nginx finds nobody there and closes the connection.
            await().atMost(NOTICED)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(imap("judy")).contains(" NO [UNAVAILABLE] "));
            assertThat(imap("bob")).contains(" OK ");
        } finally {
            MailServersExtension.running().startDovecot("dovecot-a");
        }
        await().atMost(NOTICED).untilAsserted(() -> assertThat(imap("judy")).contains(" OK "));
    }

    private static String imap(String name) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            return session.login("PLAIN", address(name), PASSWORD);
        }
    }
}
