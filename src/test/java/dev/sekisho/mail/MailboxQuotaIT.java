// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Postfix gets mail from outside, and Sekisho proxies its quota requests to the right Dovecot. */
class MailboxQuotaIT extends RealMail {
    private static final String OK = "250 2.1.5 Ok";
    private static final String FULL = "552 5.2.2 ";

    /** heidi's whole limit in {@code users-a}: her mailbox is full to the last byte. */
    private static final int HEIDI_BYTES = 3000;

    /** Of ivan's 5000 bytes in {@code users-b} 1000 stay free. */
    private static final int IVAN_BYTES = 4000;

    /** Between one attempt of Postfix and the next lie two seconds here; the rest is a busy machine's. */
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    @BeforeAll
    static void fillMailboxes() {
        MailServers servers = MailServersExtension.running();
        servers.doveadm("dovecot-a", "expunge", "-u", address("heidi"), "mailbox", "INBOX", "all");
        servers.doveadm("dovecot-b", "expunge", "-u", address("ivan"), "mailbox", "INBOX", "all");
        servers.save("dovecot-a", address("heidi"), HEIDI_BYTES);
        servers.save("dovecot-b", address("ivan"), IVAN_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"alice, alice", "bob, bob", "alice+news, alice", "sales, bob", "ALICE, alice"})
    void mailReachesTheMailboxOnItsHost(String recipient, String mailbox) throws Exception {
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, recipient, "")).isEqualTo(OK);
            assertThat(session.data(subject)).startsWith("250 ");
        }
        awaitDelivery(mailbox, subject);
    }

    @Test
    void mailComesInThroughNginxToo() throws Exception {
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX_THROUGH_NGINX)) {
            assertThat(rcpt(session, "bob", "")).isEqualTo(OK);
            assertThat(session.data(subject)).startsWith("250 ");
        }
        awaitDelivery("bob", subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heidi", "heidi+news", "Heidi", "full", "full+news"})
    void aFullMailboxIsRejectedAtTheRecipientByAnyOfItsNames(String recipient) throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, recipient, "")).startsWith(FULL);
        }
    }

    @Test
    void aFullMailboxIsRejectedThroughNginxToo() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX_THROUGH_NGINX)) {
            assertThat(rcpt(session, "heidi", "")).startsWith(FULL);
        }
    }

    @Test
    void aDeclaredSizeThatDoesNotFitIsRejectedAtTheRecipient() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, "ivan", " SIZE=1001")).startsWith(FULL);
            session.say("RSET");
            assertThat(rcpt(session, "ivan", " SIZE=1000")).isEqualTo(OK);
        }
    }

    @Test
    void oneFullMailboxDoesNotKeepTheOthersFromTheirMail() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, "heidi", "")).startsWith(FULL);
            assertThat(session.say("RCPT TO:<alice@example.net>")).isEqualTo(OK);
            assertThat(session.data("one of two")).startsWith("250 ");
        }
    }

    @Test
    void aMailHostWithoutQuotaStatusStillGetsItsMail() throws Exception {
        MailServers servers = MailServersExtension.running();
        String subject = UUID.randomUUID().toString();
        servers.doveadm("dovecot-b", "service", "stop", "quota-status");
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, "bob", "")).isEqualTo(OK);
            assertThat(session.data(subject)).startsWith("250 ");
            assertThat(rcpt(session, "heidi", ""))
                    .as("the other host is still queried")
                    .startsWith(FULL);
        } finally {
            servers.doveadm("dovecot-b", "reload");
        }
        awaitDelivery("bob", subject);
        awaitQuotaAnswers();
    }

    @Test
    void aMailHostWithAHangingQuotaStatusStillGetsItsMail() throws Exception {
        MailServers servers = MailServersExtension.running();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            List<ProcessHandle> hanging = awaitConnection(session, servers);
            signal("STOP", hanging);
            try {
                assertThat(rcpt(session, "bob", "")).isEqualTo(OK);
                assertThat(session.say("RCPT TO:<heidi@example.net>"))
                        .as("the other host is still queried")
                        .startsWith(FULL);
            } finally {
                signal("CONT", hanging);
            }
        }
        awaitQuotaAnswers();
    }

    /** The processes of quota-status that keep a connection of Sekisho. A verdict of another test may answer first. */
    private static List<ProcessHandle> awaitConnection(SmtpSession session, MailServers servers) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            assertThat(rcpt(session, "ivan", " SIZE=1001")).startsWith(FULL);
                            session.say("RSET");
                            return servers.quotaStatusProcesses("dovecot-b");
                        },
                        processes -> !processes.isEmpty());
    }

    @Test
    void aDeadMailHostsMailIsAcceptedAndDeliveredWhenItIsBack() throws Exception {
        MailServers servers = MailServersExtension.running();
        String subject = UUID.randomUUID().toString();
        servers.stopDovecot("dovecot-b");
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            assertThat(rcpt(session, "bob", "")).isEqualTo(OK);
            assertThat(session.data(subject)).startsWith("250 ");
        } finally {
            servers.startDovecot("dovecot-b");
        }
        awaitDelivery("bob", subject);
        awaitQuotaAnswers();
    }

    private static String rcpt(SmtpSession session, String name, String parameters) throws Exception {
        assertThat(session.say("MAIL FROM:<someone@elsewhere.example>" + parameters))
                .startsWith("250 ");
        return session.say("RCPT TO:<" + address(name) + ">");
    }

    private static void awaitDelivery(String mailbox, String subject) {
        // A new login each time: a dead host gets logins again after a successful probe.
        await().atMost(DELIVERY).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
                assertThat(session.login("PLAIN", address(mailbox), PASSWORD)).contains(" OK ");
                assertThat(session.count(subject)).isEqualTo(1);
            }
        });
    }

    /** Sekisho queries a host that has failed again after some seconds. */
    private static void awaitQuotaAnswers() {
        await().atMost(DELIVERY).until(() -> {
            try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
                return rcpt(session, "ivan", " SIZE=1001").startsWith(FULL);
            }
        });
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
    }
}
