// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts with a small limit send through nginx and Postfix; Sekisho's reply gets to the client. */
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
    void aSpentLimitRejectsTheRecipient() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 3)).startsWith(QUEUED);

            assertThat(session.say("MAIL FROM:<carol@example.net>")).startsWith("250 ");
            assertThat(session.say("RCPT TO:<one@elsewhere.example>"))
                    .startsWith(DEFERRED)
                    .contains("Send limit of 3 recipients in 1h");
        }
    }

    @Test
    void aMessageIsRejectedAtTheFirstRecipientThatDoesNotFit() throws Exception {
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
    void anAccountSendBlockedKeepsItsImap() throws Exception {
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

    @Test
    void accountsOfADomainShareItsPool() throws Exception {
        account("carol", Map.of());
        API.delete("domains", "example.net", "counters");
        API.put("domains", "example.net", "{\"poolLimits\": \"messages 2/1h\"}");
        awaitVisible();
        try (SmtpSession carol = login("carol");
                SmtpSession bob = login("bob")) {
            assertThat(send(carol, "carol", 3)).startsWith(QUEUED);
            assertThat(send(bob, "bob", 3)).startsWith(QUEUED);

            assertThat(send(carol, "carol", 1)).startsWith(DEFERRED).contains("Send limit of 2 messages in 1h");
        } finally {
            API.put("domains", "example.net", "{}");
            awaitVisible();
        }
    }

    @Test
    void aLimitRaisedDuringASessionHoldsAtTheNextMessage() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 3)).startsWith(QUEUED);
            assertThat(send(session, "carol", 1)).startsWith(DEFERRED);
            session.say("RSET");
            account("carol", Map.of("sendLimits", "4/1h"));
            awaitVisible();

            assertThat(send(session, "carol", 1)).startsWith(QUEUED);
        }
    }

    @Test
    void anAccountSendBlockedDuringASessionIsRefusedAtItsNextMessage() throws Exception {
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 1)).startsWith(QUEUED);
            account("carol", Map.of("permitSending", false));
            awaitVisible();

            assertThat(send(session, "carol", 1)).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void sessionsSideBySideCannotHaveTheSameRoom() throws Exception {
        try (SmtpSession one = login("carol");
                SmtpSession other = login("carol")) {
            one.say("MAIL FROM:<carol@example.net>");
            assertThat(one.say("RCPT TO:<a@elsewhere.example>")).isEqualTo(OK);
            assertThat(one.say("RCPT TO:<b@elsewhere.example>")).isEqualTo(OK);
            other.say("MAIL FROM:<carol@example.net>");
            assertThat(other.say("RCPT TO:<c@elsewhere.example>")).isEqualTo(OK);
            assertThat(other.say("RCPT TO:<d@elsewhere.example>")).startsWith(DEFERRED);

            assertThat(one.say("RSET")).startsWith("250 ");
            assertThat(send(one, "carol", 1)).startsWith(QUEUED);
            assertThat(other.say("RCPT TO:<d@elsewhere.example>"))
                    .as("what the first gave up")
                    .isEqualTo(OK);
            assertThat(other.data("send limit")).startsWith(QUEUED);
            assertThat(send(one, "carol", 1)).startsWith(DEFERRED);
        }
    }

    @Test
    void anAccountSendBlockedWithinATransactionIsRefusedAtItsNextRecipientAndAtItsEnd() throws Exception {
        try (SmtpSession one = login("carol");
                SmtpSession other = login("carol")) {
            for (SmtpSession session : List.of(one, other)) {
                session.say("MAIL FROM:<carol@example.net>");
                assertThat(session.say("RCPT TO:<a@elsewhere.example>")).isEqualTo(OK);
            }
            account("carol", Map.of("status", "send-blocked"));
            awaitVisible();

            assertThat(one.say("RCPT TO:<b@elsewhere.example>")).startsWith("550 5.7.1 ");
            assertThat(other.data("send limit")).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void anAccountSendBlockedWithinASessionIsRefusedAtMailAndAtData() throws Exception {
        MailServersExtension.running().startSender();
        try (SmtpSession one = staged();
                SmtpSession other = staged()) {
            assertThat(send(one, "carol", 1)).startsWith(QUEUED);
            assertThat(other.say("MAIL FROM:<carol@example.net>")).startsWith("250 ");
            assertThat(other.say("RCPT TO:<a@elsewhere.example>")).isEqualTo(OK);
            account("carol", Map.of("status", "send-blocked"));
            awaitVisible();

            assertThat(one.say("MAIL FROM:<carol@example.net>")).startsWith("550 5.7.1 ");
            assertThat(other.say("DATA")).startsWith("550 5.7.1 ");
        }
    }

    private static SmtpSession staged() throws Exception {
        SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION_STAGED);
        assertThat(session.say("XCLIENT LOGIN=carol@example.net")).startsWith("220 ");
        assertThat(session.say("EHLO client.example")).startsWith("250");
        return session;
    }

    @Test
    void anAccountFarBeyondItsLimitIsSendBlocked() throws Exception {
        account("carol", Map.of("sendLimits", "2/1h block 200%"));
        resetCounters("carol");
        awaitVisible();
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 2)).startsWith(QUEUED);
            assertThat(send(session, "carol", 1)).startsWith(DEFERRED);
            session.say("RSET");
            assertThat(send(session, "carol", 1)).startsWith(DEFERRED);
            session.say("RSET");
            assertThat(send(session, "carol", 1)).startsWith("550 5.7.1 ");
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(API.get("accounts/carol@example.net/state"))
                        .contains("\"status\":\"send-blocked\"", "\"statusBy\":\"limit\""));
        // The directory takes over, and Sekisho drops its copy in memory.
        awaitVisible();
        awaitVisible();
    }

    @Test
    void tooManyDomainsAreRejectedAtTheFirstNewOne() throws Exception {
        account("carol", Map.of("sendLimits", "domains 2/1h"));
        resetCounters("carol");
        awaitVisible();
        try (SmtpSession session = login("carol")) {
            session.say("MAIL FROM:<carol@example.net>");
            assertThat(session.say("RCPT TO:<a@one.example>")).isEqualTo(OK);
            assertThat(session.say("RCPT TO:<b@two.example>")).isEqualTo(OK);
            assertThat(session.say("RCPT TO:<c@three.example>"))
                    .startsWith(DEFERRED)
                    .contains("2 domains in 1h");
            assertThat(session.say("RCPT TO:<d@one.example>")).isEqualTo(OK);
            assertThat(session.data("send limit")).startsWith(QUEUED);
        }
        assertThat(API.get("accounts/carol@example.net/limits")).contains("\"used\":2", "\"from\":\"account\"");
    }

    @Test
    void whatIsBeyondALimitThatHoldsWaitsInTheHoldQueue() throws Exception {
        account("carol", Map.of("sendLimits", "1/1h hold"));
        resetCounters("carol");
        awaitVisible();
        try (SmtpSession session = login("carol")) {
            assertThat(send(session, "carol", 2)).startsWith(QUEUED);
        }
        assertThat(API.get("accounts/carol@example.net/counters")).contains("\"used\":2");
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
