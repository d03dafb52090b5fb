// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States, permissions and routes through a real nginx. */
class RoutingIT extends RealMail {
    /** A round of probes, and the time limits of two. */
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
    void aSendBlockedAccountReadsMail() throws Exception {
        account("judy", Map.of("status", "send-blocked"));
        assertThat(imap("judy")).contains(" OK ");
        try (SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(smtp.login("PLAIN", address("judy"), PASSWORD)).startsWith("525 5.7.13 Sending is blocked");
        }
    }

    @Test
    void whereTlsIsRequiredTheClearIsRefused() throws Exception {
        API.put("domains", "example.net", "{\"permissions\": {\"requireTls\": true}}");
        assertThat(imap("judy")).contains(" NO [PRIVACYREQUIRED] ");
        try (ImapSession session = ImapSession.connect(MailServers.IMAPS)) {
            assertThat(session.login("PLAIN", address("judy"), PASSWORD)).contains(" OK ");
        }
    }

    @Test
    void theNearestPermissionWins() throws Exception {
        API.put("domains", "example.net", "{\"permissions\": {\"imap\": false, \"blockedNetworks\": \"127.0.0.0/8\"}}");
        assertThat(imap("judy")).contains(" NO [AUTHORIZATIONFAILED] This service");
        account("judy", Map.of("permissions", Map.of("imap", true)));
        assertThat(imap("judy")).contains(" NO [AUTHORIZATIONFAILED] This account may not log in from this network.");
        account("judy", Map.of("permissions", Map.of("imap", true, "blockedNetworks", "none")));
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
    void aMailboxUnderMoveIsATemporaryFailureUntilTheMoveEnds() throws Exception {
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
    void aMailHostThatIsDownIsATemporaryFailureUntilItIsBack() throws Exception {
        assertThat(imap("judy")).contains(" OK ");
        MailServersExtension.running().stopDovecot("dovecot-a");
        try {
            // Until the probes fail, nginx cannot connect there and closes the connection of the client. Rounds are 5 s
            // apart, but
            // clients
            // that come again make Sekisho probe sooner.
            await().pollInterval(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(4))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(imap("judy")).contains(" NO [UNAVAILABLE] "));
            assertThat(imap("bob")).contains(" OK ");
        } finally {
            MailServersExtension.running().startDovecot("dovecot-a");
        }
        await().atMost(NOTICED).untilAsserted(() -> assertThat(imap("judy")).contains(" OK "));
    }

    @Test
    void submissionGoesToItsOwnAddress() throws Exception {
        mailHost(
                "mail-s",
                "\"address\": \"" + MailServers.HOST_A + "\", \"smtpAddress\": \"" + MailServers.HOST_B
                        + "\", \"smtpPort\": " + MailServers.BACKEND_SUBMISSION);
        account("judy", Map.of("mailHost", "mail-s"));
        assertThat(imap("judy")).contains(" OK ");
        try (SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(smtp.login("PLAIN", address("judy"), PASSWORD)).startsWith("235 ");
            assertThat(smtp.say("EHLO client.example.net")).startsWith("250-mail-b.example.net");
        }
    }

    @Test
    void aMailHostWithAnIpv6AddressIsReached() throws Exception {
        assumeThat(NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress()))
                .as("this machine has ::1")
                .isTrue();
        try (TcpRelay relay = new TcpRelay("::1", MailServers.HOST_A, MailServers.BACKEND_IMAP)) {
            mailHost("mail-6", "\"address\": \"::1\"", relay.port());
            account("judy", Map.of("mailHost", "mail-6"));
            assertThat(imap("judy")).contains(" OK ");
        }
    }

    @Test
    void ofTwoAddressesTheDeadOneIsSkipped() throws Exception {
        // Nothing listens there, and nothing ever did.
        mailHost("mail-2", "\"address\": \"127.0.0.13\"");
        API.putAddress("mail-2", MailServers.HOST_A);
        account("judy", Map.of("mailHost", "mail-2"));
        awaitShownDown("mail-2", "imap");
        for (int i = 0; i < 4; i++) {
            assertThat(imap("judy")).contains(" OK ");
        }
    }

    @Test
    void anMxThatIsDeadIsSkipped() throws Exception {
        API.put("domains", "example.net", "{\"mxHosts\": \"127.0.0.13:11025, 127.0.0.1:11025\"}");
        awaitShownDown("mx", "smtp");
        for (int i = 0; i < 4; i++) {
            assertThat(mail(address("alice"))).startsWith("250 ");
        }
    }

    @Test
    void thePostmasterIsReachedWithoutADomain() throws Exception {
        assertThat(mail("postmaster")).doesNotStartWith("550 5.7.1 ").doesNotStartWith("451 4.3.0 ");
    }

    /** Waits until the gauge of 127.0.0.13 shows that it does not greet. */
    private static void awaitShownDown(String host, String protocol) {
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(API.metrics().lines())
                        .anyMatch(line -> line.startsWith("sekisho_login_address_up{")
                                && line.contains("address=\"127.0.0.13\"")
                                && line.contains("host=\"" + host + "\"")
                                && line.contains("protocol=\"" + protocol + "\"")
                                && line.matches(".*} 0(\\.0)?")));
    }

    private static String mail(String recipient) throws Exception {
        try (SmtpSession smtp = SmtpSession.connect(MailServers.MX_THROUGH_NGINX)) {
            smtp.say("EHLO client.example.net");
            smtp.say("MAIL FROM:<someone@elsewhere.example>");
            return smtp.say("RCPT TO:<" + recipient + ">");
        }
    }

    private static void mailHost(String name, String members) {
        mailHost(name, members, MailServers.BACKEND_IMAP);
    }

    private static void mailHost(String name, String members, int imapPort) {
        API.put("mail-hosts", name, "{" + members + ", \"imapPort\": " + imapPort + "}");
    }

    private static String imap(String name) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            return session.login("PLAIN", address(name), PASSWORD);
        }
    }
}
