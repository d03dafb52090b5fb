// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentLoginsTest {
    private final RecentLogins logins = new RecentLogins();

    private void accepted(String account, String client, String method, long second) {
        logins.note(new LoginDecision("accept", account, method, "imap", client, 1, "a", "", 1), second * 1000);
    }

    @Test
    void loginsAlikeAreOneWithTheirNumberAndTheLatestComesFirst() {
        accepted("ann@example.org", "192.0.2.1", "plain", 1);
        accepted("ann@example.org", "192.0.2.2", "plain", 2);
        accepted("Ann@Example.org", "192.0.2.1", "plain", 3);
        assertThat(logins.of("ANN@example.org"))
                .containsExactly(
                        new RecentLogins.Login("192.0.2.1", "imap", "plain", Instant.ofEpochSecond(3), 2),
                        new RecentLogins.Login("192.0.2.2", "imap", "plain", Instant.ofEpochSecond(2), 1));
    }

    @Test
    void refusalsAndRequestsWithoutALoginAreNotLogins() {
        accepted("ann@example.org", "192.0.2.1", "none", 1);
        logins.note(new LoginDecision("reject", "ann@example.org", "plain", "imap", "192.0.2.1", 1, "", "wrong", 1), 1);
        logins.note(policy("failed"), 1);
        logins.note(policy("allow"), 1);
        assertThat(logins.of("ann@example.org")).isEmpty();
    }

    @Test
    void whatDovecotReportsIsALogin() {
        logins.note(policy("good"), 1000);
        assertThat(logins.of("ann@example.org"))
                .containsExactly(new RecentLogins.Login("192.0.2.9", "sieve", "PLAIN", Instant.ofEpochSecond(1), 1));
    }

    private static AuthPolicyDecision policy(String result) {
        return new AuthPolicyDecision(
                result, "ann@example.org", "PLAIN", "sieve", "192.0.2.9", "s", "", AppliedRule.NONE, 1);
    }

    @Test
    void theOldestWaysAndAccountsAreForgotten() {
        for (int i = 0; i <= RecentLogins.ENTRIES; i++) {
            accepted("ann@example.org", "192.0.2." + i, "plain", i);
        }
        List<RecentLogins.Login> kept = logins.of("ann@example.org");
        assertThat(kept).hasSize(RecentLogins.ENTRIES);
        assertThat(kept)
                .extracting(RecentLogins.Login::client)
                .startsWith("192.0.2.5")
                .doesNotContain("192.0.2.0");
        for (int i = 0; i < RecentLogins.ACCOUNTS; i++) {
            accepted("user" + i + "@example.org", "192.0.2.1", "plain", 10);
        }
        assertThat(logins.of("ann@example.org")).isEmpty();
        assertThat(logins.of("user0@example.org")).hasSize(1);
    }

    @Test
    void anUnknownNameThatIsTooLongIsNotKept() {
        String account = "a".repeat(400) + "@example.org";
        accepted(account, "192.0.2.1", "plain", 1);
        assertThat(logins.of(account)).isEmpty();
    }
}
