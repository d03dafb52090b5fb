// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sekisho.directory.NeedsPostgresql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Other systems' databases, on a real PostgreSQL. */
@NeedsPostgresql
class DatabaseSourcesTest {
    private static final StoredSecret SECRETS = new StoredSecret(Optional.empty());
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void postfixAdminsAccountsAliasesAndDomainsAreRead() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("postfixadmin"))) {
            ImportData importData = PostfixAdmin.read(database, SECRETS, NOW);
            assertThat(importData.domains()).containsExactly("pfa-alias.example", "pfa-old.example", "pfa.example");
            assertThat(importData.accounts())
                    .containsOnlyKeys(
                            "bare-blf@pfa.example",
                            "blf@pfa.example",
                            "clear@pfa.example",
                            "md5@pfa.example",
                            "off@pfa.example",
                            "old@pfa-old.example",
                            "sha@pfa.example");
            assertThat(account(importData, "bare-blf@pfa.example").secret()).startsWith("{BLF-CRYPT}$2y$05$");
            assertThat(account(importData, "md5@pfa.example").secret()).startsWith("{MD5-CRYPT}$1$");
            assertThat(account(importData, "md5@pfa.example").inactive()).isEmpty();
            assertThat(account(importData, "off@pfa.example").inactive()).contains("inactive in PostfixAdmin");
            assertThat(account(importData, "old@pfa-old.example").inactive()).isPresent();
            assertThat(aliases(importData))
                    .containsOnly(
                            entry("@pfa-alias.example", Set.of("@pfa.example")),
                            entry("@pfa.example", Set.of("blf@pfa.example")),
                            entry("md5@pfa.example", Set.of("md5@elsewhere.example", "md5@pfa.example")),
                            entry("sales@pfa.example", Set.of("blf@pfa.example", "md5@pfa.example")));
            assertThat(importData.clearPasswords()).isEqualTo(1);
            assertThat(importData.skipped())
                    .extracting(ImportData.Skipped::place)
                    .containsExactly(
                            "domain pfa-mx.example",
                            "domain pfa-old.example",
                            "mailbox what@pfa.example",
                            "vacation sha@pfa.example",
                            "alias gone@pfa.example",
                            "alias local@pfa.example",
                            "1 limits of mailbox.quota",
                            "1 rows of fetchmail",
                            "1 rows of domain_admins");
            assertThat(importData.accounts() + " " + importData.skipped()).doesNotContain("sesame", "$1$");
        }
    }

    @Test
    void iredMailsServicesBecomePermissions() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("iredmail"))) {
            ImportData importData = IredMail.read(database, SECRETS, NOW);
            assertThat(importData.domains()).containsExactly("ired.example");
            ImportData.Account two = account(importData, "two@ired.example");
            assertThat(two.permissions())
                    .containsOnly(
                            entry("imap", Optional.empty()),
                            entry("pop3", Optional.of(false)),
                            entry("smtp", Optional.empty()),
                            entry("requireTls", Optional.empty()));
            assertThat(two.networks()).contains("192.0.2.0/24, 2001:db8::1");
            ImportData.Account three = account(importData, "three@ired.example");
            assertThat(three.permissions())
                    .contains(entry("requireTls", Optional.of(true)), entry("imap", Optional.empty()));
            assertThat(three.networks()).isEmpty();
            assertThat(account(importData, "four@ired.example").inactive()).isPresent();
            assertThat(aliases(importData))
                    .containsOnly(
                            entry("@ired-alias.example", Set.of("@ired.example")),
                            entry("@ired.example", Set.of("one@ired.example")),
                            entry("all@ired.example", Set.of("one@ired.example", "two@ired.example")),
                            entry("two@ired.example", Set.of("two@elsewhere.example", "two@ired.example")),
                            entry("uno@ired.example", Set.of("one@ired.example")));
            assertThat(importData.skipped())
                    .extracting(ImportData.Skipped::place)
                    .containsExactly(
                            "domain ired-mx.example",
                            "mailbox three@ired.example",
                            "mailbox two@ired.example",
                            "alias all@ired.example",
                            "forwardings news@ired.example",
                            "1 limits of mailbox.quota",
                            "1 rows of recipient_bcc_user");
        }
    }

    @Test
    void whatIredApdInheritsIsWrittenOut() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("iredapd"))) {
            ImportData importData = IredApd.read(database);
            assertThat(importData.limits())
                    .containsOnly(
                            entry("installation", "500/1h reject, bytes 1G/1h reject"),
                            entry("carry.example", "1000/1d reject, bytes 1G/1h reject"),
                            entry("one@carry.example", "20/6m reject"),
                            entry("two@carry.example", "20/1m reject, bytes 1G/1h reject"));
            assertThat(importData.skipped())
                    .extracting(each -> each.place() + ": " + each.reason())
                    .containsExactlyInAnyOrder(
                            "throttle 192.0.2.1: is not an account, a domain or all: messages 10, bytes -1 in 3600s",
                            "throttle @.sub.example: is not an account, a domain or all: messages 10, bytes -1 in"
                                    + " 3600s",
                            "throttle @carry.example: limits the size of a message: use Postfix's message_size_limit",
                            "throttle one@carry.example: limits inbound mail: Sekisho limits mail that accounts send",
                            "throttle two@carry.example: 20/30s is out of Sekisho's bounds: it is imported as 20/1m");
        }
    }

    @Test
    void policyDsQuotasApplyTogether() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("policyd"))) {
            ImportData importData = PolicyD.read(database);
            assertThat(importData.limits())
                    .containsOnly(
                            entry("installation", "1000/1d, bytes 1G/1d"),
                            entry("carry.example", "100/1h reject, 1000/1d, bytes 1G/1d"),
                            entry("one@carry.example", "100/1h reject, 1000/1d, bytes 1G/1d"),
                            entry("two@carry.example", "5000/1h hold"));
            assertThat(importData.pools()).containsOnly(entry("carry.example", "20000/1h"));
            assertThat(importData.skipped())
                    .extracting(ImportData.Skipped::place)
                    .containsExactlyInAnyOrder(
                            "quotas off",
                            "quotas inbound",
                            "policy_members of Outbound: %ours",
                            "policy_members of Heavy: 192.0.2.0/24");
        }
    }

    @Test
    void aQuotaOnPolicyDsDefaultPolicyIsTheDomains() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("policyd-default"))) {
            ImportData importData = PolicyD.read(database);
            assertThat(importData.limits()).containsOnly(entry("example.org", "3600/1h"));
            assertThat(importData.skipped())
                    .extracting(each -> each.place() + ": " + each.reason())
                    .contains(
                            "policy_members of Default Outbound: %internal_ips,%internal_domains: applies to mail to"
                                    + " !%internal_domains only; Sekisho's limit counts all mail",
                            "policy_members of Default Outbound: %internal_ips,%internal_domains: 10.0.0.0/8 is not"
                                    + " an account, a domain or all",
                            "policy_members of Default Outbound: %internal_ips,%internal_domains: %internal_ips is"
                                    + " omitted: the limit applies without this condition",
                            "quotas machines: has no member that Sekisho can represent: recipients 20/60s",
                            "1 rows of greylisting: not supported: keep PolicyD, or use Postfix");
        }
    }

    @Test
    void everyRestrictionOfIredMailIsKeptOrMadeStricter() throws Exception {
        String url = SourceDatabase.make("iredmail", "iredmail-restricted");
        try (Connection database = DriverManager.getConnection(url)) {
            ImportData importData = IredMail.read(database, SECRETS, NOW);
            assertThat(account(importData, "free@soon.example"))
                    .isEqualTo(new ImportData.Account(
                            "{SHA}x",
                            Optional.empty(),
                            Map.of(
                                    "imap", Optional.empty(),
                                    "pop3", Optional.empty(),
                                    "smtp", Optional.empty(),
                                    "requireTls", Optional.empty()),
                            Optional.empty()));
            assertThat(account(importData, "local@soon.example").networks()).contains("none");
            assertThat(account(importData, "nowhere@soon.example").networks()).contains("none");
            assertThat(account(importData, "mixed@soon.example").permissions())
                    .contains(entry("requireTls", Optional.of(true)), entry("imap", Optional.empty()));
            assertThat(account(importData, "clear@soon.example").permissions())
                    .contains(entry("pop3", Optional.of(false)), entry("imap", Optional.empty()));
            for (String each : new String[] {
                "locked@soon.example", "orphan@other.example", "backup@backup.example", "gone@gone.example"
            }) {
                assertThat(account(importData, each).inactive()).as(each).isPresent();
            }
            assertThat(importData.aliases()).doesNotContainKeys("off@soon.example", "x@gone.example");
            assertThat(importData.skipped())
                    .extracting(ImportData.Skipped::place)
                    .contains(
                            "domain gone.example",
                            "domain soon.example",
                            "mailbox local@soon.example",
                            "mailbox nowhere@soon.example",
                            "mailbox mixed@soon.example",
                            "mailbox clear@soon.example",
                            "mailbox later@soon.example",
                            "mailbox locked@soon.example",
                            "mailbox orphan@other.example",
                            "mailbox backup@backup.example",
                            "alias off@soon.example",
                            "forwardings x@gone.example",
                            "1 accounts with enablesieve 0");
        }
    }

    @Test
    void everyRestrictionOfPostfixAdminIsKeptOrMadeStricter() throws Exception {
        String url = SourceDatabase.make("postfixadmin", "postfixadmin-restricted");
        try (Connection database = DriverManager.getConnection(url)) {
            ImportData importData = PostfixAdmin.read(database, SECRETS, NOW);
            for (String each : new String[] {
                "expired@strict.example", "totp@strict.example", "locked@strict.example", "backup@pfa-mx.example"
            }) {
                assertThat(account(importData, each).inactive()).as(each).isPresent();
            }
            for (String each : new String[] {"later@strict.example", "reads@strict.example", "lax@pfa.example"}) {
                assertThat(account(importData, each).inactive()).as(each).isEmpty();
            }
            assertThat(account(importData, "reads@strict.example").permissions())
                    .containsOnly(entry("smtp", Optional.of(false)));
            assertThat(importData.aliases()).doesNotContainKey("x@pfa-old.example");
            assertThat(importData.skipped())
                    .extracting(ImportData.Skipped::place)
                    .contains(
                            "mailbox expired@strict.example",
                            "mailbox totp@strict.example",
                            "mailbox locked@strict.example",
                            "mailbox backup@pfa-mx.example",
                            "alias x@pfa-old.example",
                            "3 passwords that expire later (mailbox.password_expiry)");
        }
    }

    @Test
    void aSourceIsOnlyRead() throws Exception {
        try (Connection database = DriverManager.getConnection(SourceDatabase.make("iredapd"))) {
            database.setReadOnly(true);
            database.setAutoCommit(false);
            assertThat(IredApd.read(database).limits()).isNotEmpty();
        }
    }

    private static Map<String, Set<String>> aliases(ImportData importData) {
        return Map.copyOf(importData.aliases());
    }

    private static ImportData.Account account(ImportData importData, String address) {
        return Objects.requireNonNull(importData.accounts().get(address), address);
    }
}
