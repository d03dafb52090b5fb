// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts with a small limit send through nginx and Postfix; what the gate says reaches the client. */
class SendLimitIT extends RealMail {
    private static final String OK = "250 2.1.5 Ok";
    private static final String QUEUED = "250 2.0.0 Ok: queued as ";
    private static final String DEFERRED = "450 4.7.1 ";

    @BeforeEach
    void carolMaySendToThreeRecipientsAnHour() {
        account("carol", Map.of("sendLimits", "3/1h"));
        resetCounters("carol");
        awaitVisible();
    }

    @AfterEach
    void carolMaySendAgain() {
        account("carol", Map.of());
    }

    @Test
    void aSpentLimitIsToldAtTheRecipient() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 3)).startsWith(QUEUED);

            assertThat(session.say("MAIL FROM:<carol@example.net>")).startsWith("250 ");
            assertThat(session.say("RCPT TO:<one@elsewhere.example>"))
                    .startsWith(DEFERRED)
                    .contains("Send limit of 3 recipients in 1h");
        }
    }

    @Test
    void aMessageWithMoreRecipientsThanAreLeftIsToldAtItsEnd() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 2)).startsWith(QUEUED);

            assertThat(send(session, "carol", 2)).startsWith(DEFERRED).contains("Send limit of 3 recipients in 1h");
        }
    }

    @Test
    void aRefusedMessageIsNotCounted() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 2)).startsWith(QUEUED);
            assertThat(send(session, "carol", 2)).startsWith(DEFERRED);
            assertThat(session.say("RSET")).startsWith("250 ");

            assertThat(send(session, "carol", 1)).startsWith(QUEUED);
        }
    }

    @Test
    void aMessageThatIsGivenUpIsNotCounted() throws Exception {
        try (SmtpSession session = login("carol")) {
            session.say("MAIL FROM:<carol@example.net>");
            assertThat(session.say("RCPT TO:<one@elsewhere.example>")).isEqualTo(OK);
            assertThat(session.say("RSET")).startsWith("250 ");

            assertThat(send(session, "carol", 3)).startsWith(QUEUED);
        }
    }

    @Test
    void sessionsAndPortsShareOneCounter() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 2)).startsWith(QUEUED);
        }
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSIONS)) {
            assertThat(session.login("PLAIN", address("carol"), PASSWORD)).startsWith("235 ");
            assertThat(send(session, "carol", 2)).startsWith(DEFERRED);
        }
    }

    @Test
    void anotherAccountIsNotHeldUp() throws Exception {
        try (SmtpSession carol = login("carol");
                SmtpSession bob = login("bob")) {
            assertThat(send(carol, "carol", 3)).startsWith(QUEUED);
            assertThat(send(carol, "carol", 1)).startsWith(DEFERRED);

            assertThat(send(bob, "bob", 5)).startsWith(QUEUED);
        }
    }

    @Test
    void aNameWithAPlusAndTwoHexDigitsPaysItself() throws Exception {
        account("carol+2026", Map.of("mailHost", "mail-b", "sendLimits", "1/1h"));
        resetCounters("carol+2026");
        awaitVisible();
        try (SmtpSession session = login("carol+2026")) {
            assertThat(send(session, "carol+2026", 1)).startsWith(QUEUED);

            assertThat(send(session, "carol+2026", 1))
                    .startsWith(DEFERRED)
                    .contains("Send limit of 1 recipients in 1h");
        }
    }

    @Test
    void anAccountBarredFromSendingKeepsItsImap() throws Exception {
        account("carol", Map.of("permitSending", false));
        awaitVisible();
        try (SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION);
                ImapSession imap = ImapSession.connect(MailServers.IMAP)) {
            String reply = smtp.login("PLAIN", address("carol"), PASSWORD);
            if (reply.startsWith("235 ")) {
                smtp.say("MAIL FROM:<carol@example.net>");
                reply = smtp.say("RCPT TO:<one@elsewhere.example>");
            }
            assertThat(reply).startsWith("5");
            assertThat(imap.login("PLAIN", address("carol"), PASSWORD)).contains(" OK ");
        }
    }

    private static SmtpSession login(String name) throws Exception {
        SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION);
        assertThat(session.login("PLAIN", address(name), PASSWORD)).startsWith("235 ");
        return session;
    }

    /** Sends one message; the first reply that refuses, else the one to the message's end. */
    private static String send(SmtpSession session, String from, int recipients) throws Exception {
        String reply = session.say("MAIL FROM:<" + address(from) + ">");
        for (int i = 1; i <= recipients && reply.startsWith("250 "); i++) {
            reply = session.say("RCPT TO:<r" + i + "@elsewhere.example>");
        }
        return reply.startsWith("250 ") ? session.data("send limit") : reply;
    }
}
