// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mail without a size, or with one that is too small, for a mailbox with 1000 bytes free is refused at its end. */
class EndOfMessageIT extends RealMail {
    private static final String OK = "250 2.1.5 Ok";
    private static final String FULL = "552 5.2.2 ";

    /** Of ivan's 5000 bytes in {@code users-b} 1000 stay free. */
    private static final int IVAN_BYTES = 4000;

    private static final Duration DELIVERY = Duration.ofSeconds(30);

    @BeforeAll
    static void fillMailbox() {
        MailServers servers = MailServersExtension.running();
        servers.doveadm("dovecot-b", "expunge", "-u", address("ivan"), "mailbox", "INBOX", "all");
        servers.save("dovecot-b", address("ivan"), IVAN_BYTES);
        // Verdicts of another class about the same mailbox.
        API.post("mailboxes", address("ivan"), "changed");
    }

    @Test
    void mailWithoutSizeIsRefusedAtItsEnd() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith(FULL);
        }
    }

    @Test
    void mailThatDeclaresLessThanItHasIsRefusedAtItsEnd() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, " SIZE=500");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith(FULL);
        }
    }

    @Test
    void mailForAFullMailboxAndOthersIsTakenByDefault() throws Exception {
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(session.data(subject, 2000)).startsWith("250 ");
        }
        awaitDelivery("alice", subject);
    }

    @Test
    void anAbortedMessageIsNotMixedUpWithTheNextOfTheSession() throws Exception {
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            session.say("RSET");
            mail(session, "");
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(session.data(subject, 2000)).startsWith("250 ");
            mail(session, "");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith(FULL);
        }
        awaitDelivery("alice", subject);
    }

    /**
     * Postfix keeps the transaction with its instance. A client can do little in it: at another {@code DATA} smtpd of
     * Postfix 3.7.11 ends with signal 11.
     */
    @Test
    void aClientThatContinuesWithoutRsetAfterTheRefusalIsJudgedAgain() throws Exception {
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith(FULL);
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            session.say("RSET");
            mail(session, "");
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(session.data(subject, 2000)).startsWith("250 ");
        }
        awaitDelivery("alice", subject);
    }

    @Test
    void aListIsRefusedOnlyIfAllItsMailboxesAreFull() throws Exception {
        API.put(
                "aliases",
                address("both"),
                "{\"targets\": [\"%s\", \"%s\"]}".formatted(address("ivan"), address("alice")));
        awaitVisible();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "");
            assertThat(rcpt(session, "both")).isEqualTo(OK);
            assertThat(session.data("to a list", 2000)).startsWith("250 ");
        }
    }

    private static void mail(SmtpSession session, String parameters) throws Exception {
        assertThat(session.say("MAIL FROM:<someone@elsewhere.example>" + parameters))
                .startsWith("250 ");
    }

    private static String rcpt(SmtpSession session, String name) throws Exception {
        return session.say("RCPT TO:<" + address(name) + ">");
    }

    private static void awaitDelivery(String mailbox, String subject) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("PLAIN", address(mailbox), PASSWORD)).contains(" OK ");
            await().atMost(DELIVERY).until(() -> session.count(subject) == 1);
        }
    }
}
