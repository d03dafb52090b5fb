// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that Postfix refuses gets a reference, and an operator finds the reason with it. */
class ReferenceIT extends RealMail {
    private static final Pattern REFERENCE = Pattern.compile("\\(ref ([2-9a-z]{8})\\)");

    @AfterEach
    void carolMaySendAgain() {
        account("carol", Map.of());
    }

    @Test
    void theReferenceInTheReplyOfPostfixIsExplainedByTheApi() throws Exception {
        account("carol", Map.of("sendLimits", "1/1h"));
        resetCounters("carol");
        awaitVisible();
        String reply;
        String later;
        try (SmtpSession session = SmtpSession.connect(MailServers.SUBMISSION)) {
            assertThat(session.login("PLAIN", address("carol"), PASSWORD)).startsWith("235 ");
            session.say("MAIL FROM:<carol@example.net>");
            session.say("RCPT TO:<one@elsewhere.example>");
            // The first recipient has reserved all that is left.
            reply = session.say("RCPT TO:<two@elsewhere.example>");
            session.data("the only one of this hour");
            session.say("MAIL FROM:<carol@example.net>");
            later = session.say("RCPT TO:<three@elsewhere.example>");
        }
        assertThat(reply).startsWith("450 4.7.1 ").contains("Send limit of 1 recipients in 1h reached, ");
        assertThat(explained(reply))
                .contains("\"release\":\"with fewer recipients\"", " Next possible: with fewer recipients.")
                .contains("\"account\":\"carol@example.net\"", "\"limit\":\"1/1h\"", "\"cost\":\"1\"")
                .contains(", at RCPT: a mail to 1 recipient. Of the limit 1/1h, ");
        String release = later.replaceFirst("(?s).*; next possible (\\S+) \\(ref .*", "$1");
        assertThat(Instant.parse(release)).as(later).isAfter(Instant.now());
        assertThat(explained(later)).contains("\"release\":\"" + release + '"', " Next possible: " + release + '.');
    }

    static String explained(String reply) {
        Matcher reference = REFERENCE.matcher(reply);
        assertThat(reference.find()).as(reply).isTrue();
        return await().atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> API.get("decisions/" + reference.group(1)), body -> body.contains("explanation"));
    }
}
