// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JournalEntryTest {
    @Test
    void aSpentLimitIsExplainedWithItsCounts() {
        assertThat(entry(
                                "sendlimit",
                                "defer",
                                "decision=defer by=sendlimit ref=7hk4n2xd limit=100/1h key=alice@example.org"
                                        + " state=END-OF-MESSAGE instance=4b2.65 client=192.0.2.7 cost=3 used=98 of=100"
                                        + " release=2026-03-01T12:02:00Z took_us=41")
                        .explanation())
                .isEqualTo("The account alice@example.org from 192.0.2.7, at END-OF-MESSAGE: a mail to 3 recipients."
                        + " Of the limit 100/1h, 98 of 100 were used. Postfix defers the mail; the sender may"
                        + " retry when the limit permits it. Next possible: 2026-03-01T12:02:00Z.");
    }

    @Test
    void aFullMailboxIsExplained() {
        assertThat(entry(
                                "quota",
                                "full",
                                "decision=full by=quota key=bob@example.org state=RCPT client=192.0.2.7 size=1000"
                                        + " host=mail-a took_us=5")
                        .explanation())
                .isEqualTo(
                        "A mail of 1000 bytes from 192.0.2.7 to bob@example.org, at RCPT: the mailbox is full, and the mail"
                                + " is rejected. Its mail host is mail-a.");
    }

    @Test
    void aLoginThatABlockRefusedIsExplainedWithTheEndOfTheBlock() {
        assertThat(entry(
                                "login",
                                "reject",
                                "decision=reject by=login key=bob method=plain protocol=imap client=192.0.2.7 attempt=1"
                                        + " reason=blocked rule=address until=2026-03-01T10:17:00Z took_us=5")
                        .explanation())
                .isEqualTo("A login as bob from 192.0.2.7 by plain for imap was rejected; its password was not checked."
                        + " Reason: blocked. Brute-force protection rule: address. The block ends at"
                        + " 2026-03-01T10:17:00Z.");
    }

    @Test
    void aRefusedLoginIsExplainedWithWhatItsPasswordWas() {
        assertThat(explained("login", "reject", "reason=\"wrong password\""))
                .isEqualTo("A login as bob was rejected. Reason: wrong password.");
        assertThat(explained("login", "reject", "reason=suspended"))
                .isEqualTo("A login as bob was rejected; its password was right. Reason: suspended.");
    }

    @Test
    void aLoginThatHasToWaitIsExplainedWithTheEndOfTheRule() {
        assertThat(explained("login", "wait", "reason=\"guessed account\" rule=account until=2026-03-01T10:17:00Z"))
                .isEqualTo("A login as bob had to wait before its password was checked. Reason: guessed account."
                        + " Brute-force protection rule: account. The rule applies until 2026-03-01T10:17:00Z.");
    }

    @Test
    void aBlockThatDovecotHearsOfIsExplainedWithItsEnd() {
        assertThat(explained("authpolicy", "block", "rule=network until=2026-03-01T10:17:00Z"))
                .isEqualTo("A login as bob was blocked by Sekisho before Dovecot checked its password. Brute-force"
                        + " protection rule: network. The block ends at 2026-03-01T10:17:00Z.");
    }

    private static String explained(String service, String result, String attributes) {
        String line = "decision=" + result + " by=" + service + " key=bob " + attributes + " took_us=5";
        return entry(service, result, line).explanation();
    }

    @Test
    void whatADatabaseWouldRefuseNeverReachesIt() {
        String hostile = "x\0y\ud800z" + "\ud83d\ude00".repeat(300);
        JournalEntry entry = JournalEntry.of(
                new LoginDecision("reject", hostile, "", "", hostile, 0, "", "", 0), "7hk4n2xd", 0, hostile.repeat(20));
        assertThat(entry.account()).startsWith("x?y?z\ud83d\ude00").hasSize(320);
        assertThat(entry.client()).hasSize(64);
        assertThat(entry.line()).hasSize(4_000).doesNotContain("\0");
        assertThat(entry.account().chars().filter(c -> c == '?').count()).isEqualTo(3); // the last half pair too
    }

    private static JournalEntry entry(String service, String result, String line) {
        return new JournalEntry("7hk4n2xd", Instant.EPOCH, service, result, "", "", line);
    }
}
