// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectorySnapshotTest {
    private static final SendLimits INSTALLATION = SendLimits.parse("1000/1d");
    private static final SendLimits DOMAIN = SendLimits.parse("500/1d");
    private static final SendLimits ACCOUNT = SendLimits.parse("10/1h");
    private static final QuotaHost MX1 = new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP);

    private final DirectorySnapshot.Builder builder = new DirectorySnapshot.Builder()
            .installation(INSTALLATION)
            .domain("example.org", DOMAIN)
            .domain("example.com", null)
            .quotaHost(MX1)
            .account("alice@example.org", "example.org", "mx1", true, ACCOUNT)
            .account("bob@example.org", "example.org", "mx1", false, null)
            .account("carol@example.com", "example.com", "quotaless", true, null)
            .account("carol+2026@example.com", "example.com", "mx1", true, null);

    private DirectorySnapshot snapshot() {
        return builder.build("+");
    }

    private MailboxRoute route(String recipient) {
        return snapshot().route(recipient);
    }

    private static MailboxRoute mailbox(String address) {
        return new MailboxRoute.Mailbox(address, MX1);
    }

    @Test
    void limitsAreTheAccountsElseTheDomainsElseTheInstallations() {
        assertThat(snapshot().sender("alice@example.org").limits()).isEqualTo(ACCOUNT);
        assertThat(snapshot().sender("bob@example.org").limits()).isEqualTo(DOMAIN);
        assertThat(snapshot().sender("carol@example.com").limits()).isEqualTo(INSTALLATION);
    }

    @Test
    void aSenderIsFoundInAnyCase() {
        assertThat(snapshot().sender("Alice@EXAMPLE.org"))
                .isEqualTo(new Sender("alice@example.org", true, true, ACCOUNT));
    }

    @Test
    void aKnownSenderIsTheSameObjectEachTime() {
        DirectorySnapshot snapshot = snapshot();
        assertThat(snapshot.sender("alice@example.org")).isSameAs(snapshot.sender("alice@example.org"));
    }

    @Test
    void aBarredSenderIsKnownAndNotPermitted() {
        assertThat(snapshot().sender("bob@example.org").permitted()).isFalse();
    }

    @Test
    void anUnknownLoginHasTheInstallationsLimitsUnderItsNameInLowerCase() {
        assertThat(snapshot().sender("Mallory")).isEqualTo(new Sender("mallory", false, true, INSTALLATION));
    }

    @Test
    void anAccountIsFoundInAnyCaseAndWithAnExtension() {
        assertThat(route("ALICE@example.ORG")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("alice+shop@example.org")).isEqualTo(mailbox("alice@example.org"));
    }

    @Test
    void anAccountWhoseNameHasTheDelimiterIsFoundBeforeTheExtensionIsTakenOff() {
        assertThat(route("carol+2026@example.com")).isEqualTo(mailbox("carol+2026@example.com"));
        assertThat(route("carol+2025@example.com")).isEqualTo(new MailboxRoute.NoQuotaHost("carol@example.com"));
    }

    @Test
    void withoutADelimiterAnExtensionIsPartOfTheName() {
        assertThat(builder.build("").route("alice+shop@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void anUnknownNameInADomainOfOursIsUnknownAndAnyOtherIsNotOurs() {
        assertThat(route("nobody@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
        assertThat(route("nobody@example.net")).isEqualTo(new MailboxRoute.NotOurs());
        assertThat(route("")).isEqualTo(new MailboxRoute.NotOurs());
        assertThat(route("postmaster")).isEqualTo(new MailboxRoute.NotOurs());
    }

    @Test
    void anAliasLeadsToItsMailbox() {
        builder.alias("info@example.org", "alice@example.org");
        assertThat(route("Info@example.org")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("info+news@example.org")).isEqualTo(mailbox("alice@example.org"));
    }

    @Test
    void anAliasWinsOverTheAccountOfTheSameAddress() {
        builder.alias("bob@example.org", "alice@example.org");
        assertThat(route("bob@example.org")).isEqualTo(mailbox("alice@example.org"));
    }

    @Test
    void anAliasToItselfIsTheAccount() {
        builder.alias("bob@example.org", "bob@example.org");
        assertThat(route("bob@example.org")).isEqualTo(mailbox("bob@example.org"));
    }

    @Test
    void anAccountWinsOverTheAliasOfItsDomain() {
        builder.alias("@example.org", "bob@example.org");
        assertThat(route("alice@example.org")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("alice+shop@example.org")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("anybody@example.org")).isEqualTo(mailbox("bob@example.org"));
    }

    @Test
    void aDomainThatIsAnAliasKeepsLocalPartAndExtension() {
        builder.alias("@example.net", "@example.org");
        assertThat(route("alice@example.net")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("alice+shop@example.net")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("nobody@example.net")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void severalTargetsAreMany() {
        builder.alias("all@example.org", "alice@example.org")
                .alias("all@example.org", "bob@example.org")
                .alias("all@example.org", "carol@example.com");
        assertThat(route("all@example.org")).isEqualTo(new MailboxRoute.Many());
    }

    @Test
    void anAliasThatLeadsElsewhereIsNotOurs() {
        builder.alias("gone@example.org", "gone@example.net");
        assertThat(route("gone@example.org")).isEqualTo(new MailboxRoute.NotOurs());
    }

    @Test
    void aChainOfTenAliasesIsFollowedAndOneOfElevenIsNot() {
        for (int i = 0; i < DirectorySnapshot.MAX_HOPS; i++) {
            builder.alias("hop" + i + "@example.org", "hop" + (i + 1) + "@example.org");
        }
        builder.account("hop10@example.org", "example.org", "mx1", true, null)
                .alias("start@example.org", "hop0@example.org");

        assertThat(route("hop0@example.org")).isEqualTo(mailbox("hop10@example.org"));
        assertThat(route("start@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void aLoopOfAliasesEnds() {
        builder.alias("a@example.org", "b@example.org")
                .alias("b@example.org", "a@example.org")
                .alias("@example.com", "nobody@example.com");
        assertThat(route("a@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
        assertThat(route("x@example.com")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }
}
