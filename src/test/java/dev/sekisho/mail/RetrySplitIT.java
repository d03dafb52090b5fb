// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whole messages with a real Postfix before Sekisho and another as its client: {@code retry-split}, and requests that
 * come twice, on different connections, or never end.
 */
@SekishoSettings("sekisho.quota.mixed=retry-split")
class RetrySplitIT extends RealMail {
    private static final String OK = "250 2.1.5 Ok";
    private static final String FULL = "552 5.2.2 ";

    /** Of ivan's 5000 bytes in {@code users-b} 1000 stay free. */
    private static final int IVAN_BYTES = 4000;

    private static final Duration DELIVERY = Duration.ofSeconds(40);

    private PolicyRelay relay;

    @BeforeAll
    static void fillMailbox() throws IOException {
        MailServers servers = MailServersExtension.running();
        servers.startSender();
        servers.doveadm("dovecot-b", "expunge", "-u", address("ivan"), "mailbox", "INBOX", "all");
        servers.save("dovecot-b", address("ivan"), IVAN_BYTES);
        API.post("mailboxes", address("ivan"), "changed");
    }

    @BeforeEach
    void openRelay() throws IOException {
        relay = new PolicyRelay();
    }

    @AfterEach
    void closeRelay() throws IOException {
        relay.close();
    }

    @Test
    void theFullMailboxIsRefusedAndTheOthersGetTheMailOnce() throws Exception {
        String subject = UUID.randomUUID().toString();
        int before = senderLog().length();
        try (SmtpSession session = SmtpSession.connect(MailServers.SENDER)) {
            mail(session, "split-" + subject + "@elsewhere.example");
            for (String name : List.of("ivan", "alice", "bob")) {
                assertThat(rcpt(session, name)).isEqualTo(OK);
            }
            assertThat(session.data(subject, 2000)).startsWith("250 ");
        }
        awaitDelivery("alice", subject);
        awaitDelivery("bob", subject);
        await().atMost(DELIVERY).until(() -> log(before).contains("status=bounced"));

        String log = log(before);
        assertThat(count(log, "to=<ivan@example.net>.* status=deferred .*452 4\\.2\\.2 "))
                .as(log)
                .isEqualTo(1);
        assertThat(count(log, "to=<ivan@example.net>.* status=bounced .*552 5\\.2\\.2 "))
                .as(log)
                .isEqualTo(1);
        assertThat(count(log, "to=<alice@example.net>.* status=sent ")).as(log).isEqualTo(1);
        assertThat(count(log, "to=<bob@example.net>.* status=sent ")).as(log).isEqualTo(1);
        assertThat(delivered("alice", subject)).isEqualTo(1);
        assertThat(delivered("bob", subject)).isEqualTo(1);
        assertThat(MailServersExtension.running()
                        .doveadm("dovecot-b", "search", "-u", address("ivan"), "subject", subject))
                .isEmpty();
    }

    @Test
    void aRequestWhoseAnswerWasLostIsRepeatedAndGetsTheSameAnswer() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX_RELAYED)) {
            mail(session, "twice@elsewhere.example");
            relay.lose(1);
            assertThat(rcpt(session, "ivan")).as("requested twice at RCPT").isEqualTo(OK);
            relay.lose(1);
            assertThat(session.data("too large", 2000))
                    .as("requested twice at the end")
                    .startsWith(FULL);
        }
        assertThat(relay.requests()).hasSize(4);
        assertThat(relay.requests().get(0)).isEqualTo(relay.requests().get(1));
        assertThat(relay.requests().get(2)).isEqualTo(relay.requests().get(3));
    }

    @Test
    void recipientsAndEndMayComeOnDifferentConnections() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX_APART)) {
            mail(session, "apart@elsewhere.example");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith("452 4.2.2 ");
        }
        assertThat(relay.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request).contains("protocol_state=RCPT\n"));
    }

    @Test
    void aMessageThatBreaksOffDoesNotCountForTheNext() throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "aborted@elsewhere.example");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            session.abortData("never ends");
        }
        String subject = UUID.randomUUID().toString();
        try (SmtpSession session = SmtpSession.connect(MailServers.MX)) {
            mail(session, "aborted@elsewhere.example");
            assertThat(rcpt(session, "alice")).isEqualTo(OK);
            assertThat(session.data(subject, 2000)).startsWith("250 ");
            mail(session, "aborted@elsewhere.example");
            assertThat(rcpt(session, "ivan")).isEqualTo(OK);
            assertThat(session.data("too large", 2000)).startsWith(FULL);
        }
        awaitDelivery("alice", subject);
    }

    /** The counterpart of {@link WithoutEndOfMessageIT}. */
    @Test
    void mailWithoutSizeThatDoesNotFitIsRefusedInTheSessionAndNothingBounces() throws Exception {
        NearlyFull.fill();
        String run = UUID.randomUUID().toString();
        assertThat(NearlyFull.send(run)).isEqualTo(new NearlyFull.Sent(0, NearlyFull.MESSAGES, 0));
        assertThat(NearlyFull.bounces(run)).isZero();
        assertThat(MailServersExtension.running().postfixLog())
                .doesNotContain("from=<" + run + "@elsewhere.example>, size");
    }

    private static void mail(SmtpSession session, String sender) throws IOException {
        assertThat(session.say("MAIL FROM:<" + sender + ">")).startsWith("250 ");
    }

    private static String rcpt(SmtpSession session, String name) throws IOException {
        return session.say("RCPT TO:<" + address(name) + ">");
    }

    private static String senderLog() throws IOException {
        return MailServersExtension.running().senderLog();
    }

    private static String log(int from) throws IOException {
        return senderLog().substring(from);
    }

    private static long count(String log, String line) {
        return Pattern.compile(line).matcher(log).results().count();
    }

    private static void awaitDelivery(String mailbox, String subject) {
        await().atMost(DELIVERY).until(() -> delivered(mailbox, subject) > 0);
    }

    private static int delivered(String mailbox, String subject) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("PLAIN", address(mailbox), PASSWORD)).contains(" OK ");
            return session.count(subject);
        }
    }
}
