// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limit and usage from a real Dovecot's doveadm, and a quota-status of several addresses. */
@SekishoSettings({
    "sekisho.quota.single-recipient=true",
    "sekisho.quota.pipelining=4",
    "sekisho.quota.connections-per-host=1"
})
class MailboxUsageIT extends RealMail {
    private static final String OK = "250 2.1.5 Ok";

    /** Of ivan's 5000 bytes in {@code users-b} 1000 stay free. */
    private static final int IVAN_BYTES = 4000;

    private static final Duration SOON = Duration.ofSeconds(20);

    @BeforeAll
    static void fillMailbox() {
        MailServers servers = MailServersExtension.running();
        servers.doveadm("dovecot-b", "expunge", "-u", address("ivan"), "mailbox", "INBOX", "all");
        servers.save("dovecot-b", address("ivan"), IVAN_BYTES);
        API.post("mailboxes", address("ivan"), "changed");
    }

    @AfterEach
    void restoreHost() {
        mailHost("mail-b", MailServers.HOST_B, "");
        awaitVisible();
    }

    @Test
    void theApiShowsLimitAndUsageOfTheMailHost() {
        String ivan = API.get("mailboxes/ivan@example.net").replaceAll("\\s", "");
        // Dovecot's KiB, rounded up: really 4000 of 5000 bytes.
        assertThat(ivan)
                .contains("\"address\":\"ivan@example.net\"")
                .contains("\"mailHost\":\"mail-b\"")
                .contains("\"limitBytes\":5120")
                .contains("\"usedBytes\":4096")
                .contains("\"messages\":1,")
                .contains("\"source\":\"doveadmmail-b\"")
                .contains("\"ageSeconds\":")
                .contains("\"nearlyFull\":true");
        assertThat(API.get("mailboxes/alice@example.net").replaceAll("\\s", ""))
                .contains("\"limitBytes\":104857600")
                .contains("\"nearlyFull\":false");
    }

    /** No message was refused yet, so only doveadm knows that ivan's mailbox is nearly full. */
    @Test
    void aMailboxIsKnownToBeNearlyFullWithoutEverHavingRefusedAnything() throws Exception {
        API.get("mailboxes/ivan@example.net");
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(session.say("MAIL FROM:<near@elsewhere.example>")).startsWith("250 ");
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(rcpt(session, "ivan")).startsWith("452 4.5.3 ");
        }
    }

    @Test
    void aDeadAddressOfQuotaStatusIsPassedOver() throws Exception {
        mailHost("mail-b", MailServers.HOST_B, "\"quotaAddresses\": [\"127.0.0.13\", \"127.0.0.12\"], ");
        awaitVisible();
        await().atMost(SOON).untilAsserted(() -> {
            API.post("mailboxes", address("ivan"), "changed");
            try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
                assertThat(session.say("MAIL FROM:<dead@elsewhere.example> SIZE=1001"))
                        .startsWith("250 ");
                assertThat(rcpt(session, "ivan")).startsWith("552 5.2.2 ");
            }
        });
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            session.say("MAIL FROM:<dead@elsewhere.example> SIZE=1000");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
        }
    }

    private static String rcpt(SmtpSession session, String name) throws Exception {
        return session.say("RCPT TO:<" + address(name) + ">");
    }
}
