// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * App passwords through a real nginx, to a Dovecot that accepts every login from nginx (docs/known-issues.md) and to a
 * Postfix.
 */
class AppPasswordIT extends RealMail {
    private static final String PATH = "accounts/kate@example.net/app-passwords";

    @BeforeEach
    void account() {
        account("kate", Map.of("mailHost", "mail-b"));
    }

    @AfterEach
    void unlock() {
        account("kate", Map.of("mailHost", "mail-b"));
    }

    @Test
    void anAppPasswordServesEachProtocolAndIsShownWithItsLastUse() throws Exception {
        Made phone = make("{\"name\": \"phone\"}");
        assertThat(imap(phone.password)).contains(" OK ");
        assertThat(smtp(phone.password)).startsWith("235 ");
        assertThat(imap(PASSWORD)).contains(" OK ");
        assertThat(API.get(PATH)).contains(phone.id).doesNotContain(phone.password);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(entry(phone)).contains("\"lastUsedAt\":\"20"));
    }

    @Test
    void oneThatIsRevokedEndsAtOnceAndTheOthersGoOn() throws Exception {
        Made phone = make("{\"name\": \"phone\"}");
        Made tablet = make("{\"name\": \"tablet\"}");
        assertThat(imap(phone.password)).contains(" OK ");
        API.delete("accounts", address("kate"), "app-passwords/" + phone.id);
        assertThat(imap(phone.password)).contains(" NO [AUTHENTICATIONFAILED] ");
        assertThat(smtp(phone.password)).startsWith("535 5.7.8 ");
        assertThat(imap(tablet.password)).contains(" OK ");
        assertThat(entry(phone)).contains("\"revokedAt\":\"20");
    }

    @Test
    void itsProtocolsNetworksAndEndHold() throws Exception {
        Made reader = make("{\"name\": \"reader\", \"permissions\": {\"smtp\": false}}");
        assertThat(imap(reader.password)).contains(" OK ");
        assertThat(smtp(reader.password)).startsWith("535 5.7.8 ");
        Made office = make("{\"name\": \"office\", \"permissions\": {\"networks\": \"192.0.2.0/24\"}}");
        assertThat(imap(office.password)).contains(" NO [AUTHORIZATIONFAILED] ");
        Made here = make("{\"name\": \"here\", \"permissions\": {\"networks\": \"127.0.0.0/8, ::1\"}}");
        assertThat(imap(here.password)).contains(" OK ");
        Made old = make("{\"name\": \"old\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}");
        assertThat(imap(old.password)).contains(" NO [AUTHENTICATIONFAILED] ");
    }

    @Test
    void aSuspendedAccountsAppPasswordsAreSuspendedToo() throws Exception {
        Made phone = make("{\"name\": \"phone\"}");
        account("kate", Map.of("mailHost", "mail-b", "status", "suspended"));
        assertThat(imap(phone.password)).contains(" NO [AUTHORIZATIONFAILED] ");
    }

    @Test
    void nonsenseIsRefusedByTheApi() {
        for (String json : new String[] {
            "{}",
            "{\"name\": \"x\", \"permissions\": {\"networks\": \"office\"}}",
            "{\"name\": \"x\", \"expiresAt\": \"tomorrow\"}"
        }) {
            assertThatThrownBy(() -> API.post(PATH, json)).hasMessageContaining(": 400 ");
        }
    }

    private record Made(String id, String password) {}

    private static Made make(String json) {
        String answer = API.post(PATH, json);
        return new Made(member(answer, "id"), member(answer, "password"));
    }

    private static String entry(Made made) {
        try (JsonReader reader = Json.createReader(new StringReader(API.get(PATH)))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .filter(each -> each.getString("id").equals(made.id))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
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
}
