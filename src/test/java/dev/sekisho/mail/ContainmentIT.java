// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The containment of a hijacked account, with an open session of the thief at a real Dovecot. */
class ContainmentIT extends RealMail {
    private static final String PATH = "accounts/kate@example.net/contain";
    private static final String HIJACKED = "{\"status\": \"send-blocked\", \"reason\": \"hijacked, ticket 4711\"}";

    @BeforeEach
    @AfterEach
    void restore() {
        mailHost("mail-b", MailServers.HOST_B, "");
        account("kate", Map.of("mailHost", "mail-b"));
    }

    private static String imap(String password) throws Exception {
        try (ImapSession session = ImapSession.connect(MailServers.IMAP)) {
            return session.login("PLAIN", address("kate"), password);
        }
    }

    private static String smtp(String password) throws Exception {
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION)) {
            return session.login("PLAIN", address("kate"), password);
        }
    }

    private static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private static boolean isOpen(ImapSession session) {
        try {
            return session.select().contains(" OK ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theThiefIsOutAndTheOwnerGetsANewPassword() throws Exception {
        String app = member(API.post("accounts/kate@example.net/app-passwords", "{\"name\": \"thief\"}"), "password");
        assertThat(imap(app)).contains(" OK ");
        try (ImapSession thief = ImapSession.connect(MailServers.IMAP);
                ImapSession other = ImapSession.connect(MailServers.IMAP)) {
            assertThat(thief.login("PLAIN", address("kate"), PASSWORD)).contains(" OK ");
            assertThat(other.login("PLAIN", address("bob"), PASSWORD)).contains(" OK ");
            assertThat(isOpen(thief)).isTrue();

            String outcome = API.post(PATH, HIJACKED);

            assertThat(outcome)
                    .contains("\"status\":\"send-blocked\"", "\"newPassword\":true")
                    .containsPattern("\"revokedAppPasswords\":[1-9]")
                    .contains("\"sessions\":[{\"host\":\"mail-b\",\"result\":\"ended\"}]")
                    .contains("\"before\":{\"status\":\"active\"")
                    .contains("\"client\":\"127.0.0.1\"");
            await().atMost(Duration.ofSeconds(10)).until(() -> !isOpen(thief));
            assertThat(isOpen(other)).as("sessions of others stay").isTrue();
            assertThat(imap(PASSWORD)).contains(" NO [AUTHENTICATIONFAILED] ");
            assertThat(imap(app)).contains(" NO [AUTHENTICATIONFAILED] ");
            String password = member(outcome, "password");
            assertThat(imap(password)).as("by which the owner reads mail").contains(" OK ");
            assertThat(smtp(password)).startsWith("525 5.7.13 ");
            assertThat(API.get("audit?limit=10"))
                    .contains("\"kind\":\"containment\"", "\"kind\":\"account-state\"", "\"kind\":\"app-password\"")
                    .contains("\"secrets\":\"password\"")
                    .doesNotContain(password);
            String reasons = API.get("audit?entry=kate@example.net&limit=3");
            assertThat(reasons.split("hijacked, ticket 4711\"}", -1)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void aSuspensionWithAGivenPasswordEndsNoSessionThatIsNotThere() throws Exception {
        String outcome =
                API.post(PATH, "{\"status\": \"suspended\", \"reason\": \"hijacked\", \"password\": \"a new sesame\"}");
        assertThat(outcome).contains("\"result\":\"none\"").doesNotContain("a new sesame", "\"password\":");
        assertThat(imap("a new sesame")).contains(" NO [AUTHORIZATIONFAILED] ");
        String again = API.post(PATH, HIJACKED);
        assertThat(again).as("never less strict").contains("\"state\":{\"status\":\"suspended\"");
    }

    /**
     * The mail host does not answer, or has no doveadm: the account is contained all the same, and the answer says so.
     */
    @Test
    void aFailureAtTheMailHostIsReportedAndUndoesNothing() throws Exception {
        API.put(
                "mail-hosts",
                "mail-b",
                "{\"address\": \"" + MailServers.HOST_B + "\", \"imapPort\": " + MailServers.BACKEND_IMAP
                        + ", \"doveadmUrl\": \"http://" + MailServers.HOST_B + ":1\"}");
        assertThat(API.post(PATH, HIJACKED)).contains("\"result\":\"failed\",\"error\":\"Connection refused");
        assertThat(API.get("accounts/kate@example.net")).contains("\"status\":\"send-blocked\"");
        assertThat(imap(PASSWORD)).contains(" NO [AUTHENTICATIONFAILED] ");
        API.put(
                "mail-hosts",
                "mail-b",
                "{\"address\": \"" + MailServers.HOST_B + "\", \"imapPort\": " + MailServers.BACKEND_IMAP + "}");
        assertThat(API.post(PATH, HIJACKED)).contains("\"result\":\"not-configured\"");
    }

    @Test
    void aWrongRequestChangesNothing() throws Exception {
        for (String json : new String[] {
            "{}",
            "{\"status\": \"active\", \"reason\": \"x\"}",
            "{\"reason\": \"x\", \"password\": \"y\", \"keepPassword\": true}",
            "{\"reason\": \"x\", \"password\": \"\"}",
            "{\"reason\": \"x\", \"password\": \"a\\u0000b\"}",
            "{\"reason\": \"x\", \"force\": true}"
        }) {
            assertThatThrownBy(() -> API.post(PATH, json)).as(json).hasMessageContaining(": 400 ");
        }
        assertThat(API.get("accounts/kate@example.net")).contains("\"status\":\"active\"");
        assertThat(imap(PASSWORD)).contains(" OK ");
    }
}
