// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients log in through nginx; each account exists on its own host only, so a login that succeeds was routed right.
 */
class LoginIT extends RealMail {
    @ParameterizedTest
    @CsvSource({
        "COMMAND, alice",
        "COMMAND, bob",
        "PLAIN, alice",
        "PLAIN, bob",
        "LOGIN, alice",
        "LOGIN, bob",
        "CRAM_MD5, alice",
        "CRAM_MD5, bob"
    })
    void imapReachesTheMailHostByEveryMethod(String method, String name) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login(method, address(name), PASSWORD)).contains(" OK ");
            assertThat(session.select()).contains(" EXISTS");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "USER, alice",
        "USER, bob",
        "APOP, alice",
        "APOP, bob",
        "PLAIN, alice",
        "PLAIN, bob",
        "LOGIN, alice",
        "LOGIN, bob",
        "CRAM_MD5, alice",
        "CRAM_MD5, bob"
    })
    void pop3ReachesTheMailHostByEveryMethod(String method, String name) throws Exception {
        try (Pop3Session session = Pop3Session.connect()) {
            assertThat(session.login(method, address(name), PASSWORD)).isEqualTo("+OK Logged in.");
            assertThat(session.say("STAT")).startsWith("+OK ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, alice, a",
        "PLAIN, bob, b",
        "LOGIN, alice, a",
        "LOGIN, bob, b",
        "CRAM_MD5, alice, a",
        "CRAM_MD5, bob, b"
    })
    void submissionReachesTheMailHostByEveryMethod(String method, String name, String host) throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(session.login(method, address(name), PASSWORD)).isEqualTo("235 2.0.0 OK");
            assertThat(session.say("EHLO client.example.net")).startsWith("250-mail-" + host + ".example.net");
            assertThat(session.say("MAIL FROM:<" + address(name) + ">")).isEqualTo("250 2.1.0 Ok");
            assertThat(session.say("RCPT TO:<someone@elsewhere.example>")).isEqualTo("250 2.1.5 Ok");
            assertThat(session.data("every method")).startsWith("250 2.0.0 Ok: queued as ");
        }
    }

    @Test
    void imapReportsAWrongPasswordByItsCode() throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("COMMAND", address("alice"), "closed sesame"))
                    .contains(" NO [AUTHENTICATIONFAILED] ");
        }
    }

    @Test
    void imapReportsAWrongPasswordOfCramMd5ByItsCode() throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("CRAM_MD5", address("alice"), "closed sesame"))
                    .contains(" NO [AUTHENTICATIONFAILED] ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "APOP", "CRAM_MD5"})
    void pop3ReportsAWrongPassword(String method) throws Exception {
        try (Pop3Session session = Pop3Session.connect()) {
            assertThat(session.login(method, address("alice"), "closed sesame")).startsWith("-ERR [AUTH] ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM_MD5"})
    void submissionReportsAWrongPasswordByItsCode(String method) throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(session.login(method, address("alice"), "closed sesame")).startsWith("535 5.7.8 ");
        }
    }

    @Test
    void anUnknownUserGetsTheAnswerOfAWrongPassword() throws Exception {
        try (SmtpSession known = SmtpSession.connect(MailServers.SUBMISSION);
                SmtpSession unknown = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(unknown.login("PLAIN", address("unknown"), PASSWORD))
                    .isEqualTo(known.login("PLAIN", address("alice"), "closed sesame"));
        }
    }

    @Test
    void aSuspendedAccountIsRefusedAtItsNextLogin() throws Exception {
        account("judy", Map.of("status", "suspended"));
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("PLAIN", address("judy"), PASSWORD)).contains(" NO ");
        }
        account("judy", Map.of("status", "active"));
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login("PLAIN", address("judy"), PASSWORD)).contains(" OK ");
        }
    }

    @Test
    void aProtocolThatIsNotPermittedIsRefusedAndTheOthersWork() throws Exception {
        account("judy", Map.of("permissions", Map.of("pop3", false)));
        try (Pop3Session pop3 = Pop3Session.connect();
                ImapSession imap = ImapSession.connect(MailServers.IMAP)) {
            assertThat(pop3.login("USER", address("judy"), PASSWORD)).startsWith("-ERR ");
            assertThat(imap.login("COMMAND", address("judy"), PASSWORD)).contains(" OK ");
        }
        account("judy", Map.of());
    }

    @Test
    void aMethodThatIsNotPermittedIsRefusedAndTheOthersWork() throws Exception {
        account("judy", Map.of("permissions", Map.of("cramMd5", false)));
        try (ImapSession cramMd5 = ImapSession.connect(MailServers.IMAP);
                ImapSession plain = ImapSession.connect(MailServers.IMAP)) {
            assertThat(cramMd5.login("CRAM_MD5", address("judy"), PASSWORD)).contains(" NO ");
            assertThat(plain.login("PLAIN", address("judy"), PASSWORD)).contains(" OK ");
        }
        account("judy", Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol+work", "carol+2026"})
    void aPlusIsPartOfTheAccountsName(String name) throws Exception {
        try (ImapSession imap = ImapSession.connect(MailServers.IMAP);
                Pop3Session pop3 = Pop3Session.connect();
                SmtpSession smtp = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(imap.login("COMMAND", address(name), PASSWORD)).contains(" OK ");
            assertThat(pop3.login("APOP", address(name), PASSWORD)).startsWith("+OK ");
            assertThat(smtp.login("CRAM_MD5", address(name), PASSWORD)).startsWith("235 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMAND", "PLAIN", "CRAM_MD5"})
    void imapTakesAPasswordInUtf8(String method) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login(method, address("dave"), PASSWORD_UTF8)).contains(" OK ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "APOP", "PLAIN", "CRAM_MD5"})
    void pop3TakesAPasswordInUtf8(String method) throws Exception {
        try (Pop3Session session = Pop3Session.connect()) {
            assertThat(session.login(method, address("dave"), PASSWORD_UTF8)).startsWith("+OK ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM_MD5"})
    void submissionTakesAPasswordInUtf8(String method) throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(session.login(method, address("dave"), PASSWORD_UTF8)).startsWith("235 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMAND", "PLAIN", "LOGIN", "CRAM_MD5"})
    void imapTakesAPasswordWithPercentSignsBlanksAndQuotes(String method) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login(method, address("erin"), PASSWORD_SPECIAL)).contains(" OK ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMAND", "PLAIN"})
    void imapTakesAPasswordWithOuterBlanks(String method) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            assertThat(session.login(method, address("frank"), PASSWORD_BLANKS)).contains(" OK ");
        }
    }

    /** Not by the command {@code PASS}: nginx drops the blanks before its argument. */
    @Test
    void pop3TakesAPasswordWithOuterBlanks() throws Exception {
        try (Pop3Session session = Pop3Session.connect()) {
            assertThat(session.login("PLAIN", address("frank"), PASSWORD_BLANKS))
                    .startsWith("+OK ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MailServers.IMAP, MailServers.IMAPS})
    void imapLogsInOverTls(int port) throws Exception {
        try (ImapSession session = ImapSession.connect(port)) {
            if (port == MailServers.IMAP) {
                assertThat(session.startTls()).contains(" OK ");
            }
            assertThat(session.login("CRAM_MD5", address("alice"), PASSWORD)).contains(" OK ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MailServers.SUBMISSION, MailServers.SUBMISSIONS})
    void submissionLogsInOverTls(int port) throws Exception {
        try (SmtpSession session = SmtpSession.connect(port)) {
            if (port == MailServers.SUBMISSION) {
                assertThat(session.startTls()).startsWith("220 ");
            }
            assertThat(session.login("PLAIN", address("alice"), PASSWORD)).startsWith("235 ");
        }
    }
}
