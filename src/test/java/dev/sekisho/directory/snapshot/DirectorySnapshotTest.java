// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.limit.SendLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySnapshotTest {
    private static final SendLimits INSTALLATION = SendLimits.parse("1000/1d");
    private static final SendLimits DOMAIN = SendLimits.parse("500/1d");
    private static final SendLimits ACCOUNT = SendLimits.parse("10/1h");
    private static final QuotaHost MX1 = new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP);

    private final SnapshotBuilder builder = new SnapshotBuilder()
            .installation(INSTALLATION)
            .domain(
                    "example.org",
                    new DomainRules(DOMAIN, SendLimits.UNLIMITED, new MailboxRoute.UnknownRecipient(), null, null))
            .domain("example.com", DomainRules.INHERITING)
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

    private static MailboxRoute.Mailbox mailbox(String address) {
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
    void aSendBlockedSenderIsKnownAndNotPermitted() {
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
    void aDotBehindTheDomainChangesNothing() {
        assertThat(route("Alice@example.org.")).isEqualTo(route("alice@example.org"));
        assertThat(route("alice+shop@example.org.")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("unknown@example.org.")).isEqualTo(new MailboxRoute.UnknownRecipient());
        assertThat(snapshot().sender("Alice@example.org.")).isEqualTo(snapshot().sender("alice@example.org"));
        assertThat(snapshot().sender("Mallory.").account()).isEqualTo("mallory.");
    }

    @Test
    void anAccountWithTheDelimiterInItsNameIsFoundBeforeTheExtensionIsRemoved() {
        assertThat(route("carol+2026@example.com")).isEqualTo(mailbox("carol+2026@example.com"));
        assertThat(route("carol+2025@example.com")).isEqualTo(new MailboxRoute.NoQuotaHost("carol@example.com"));
    }

    @Test
    void withoutADelimiterAnExtensionIsPartOfTheName() {
        assertThat(builder.build("").route("alice+shop@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void anUnknownNameInADomainOfOursIsUnknownAndAnyOtherIsNotOurs() {
        assertThat(route("unknown@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
        assertThat(route("unknown@example.net")).isEqualTo(new MailboxRoute.NotOurs());
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
        assertThat(route("unknown@example.net")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void aListHasAllItsMailboxesAndAFlagForOneThatIsNeverFull() {
        builder.alias("all@example.org", "alice@example.org")
                .alias("all@example.org", "bob@example.org")
                .alias("all@example.org", "carol@example.com");
        assertThat(route("all@example.org"))
                .isEqualTo(
                        new MailboxRoute.Many(List.of(mailbox("alice@example.org"), mailbox("bob@example.org")), true));
    }

    @Test
    void targetsElsewhereAndUnknownOnesAreLeftOutOfAList() {
        builder.alias("me@example.org", "alice@example.org")
                .alias("me@example.org", "me@example.net")
                .alias("me@example.org", "unknown@example.org");
        assertThat(route("me@example.org")).isEqualTo(mailbox("alice@example.org"));
    }

    @Test
    void aListWithoutLocalMembersIsNotOurs() {
        builder.alias("out@example.org", "a@example.net").alias("out@example.org", "b@example.net");
        assertThat(route("out@example.org")).isEqualTo(new MailboxRoute.NotOurs());
    }

    @Test
    void anAliasThatKeepsACopyHasItsOwnMailboxInTheList() {
        builder.alias("bob@example.org", "bob@example.org").alias("bob@example.org", "alice@example.org");
        assertThat(route("bob+news@example.org"))
                .isEqualTo(new MailboxRoute.Many(
                        List.of(mailbox("bob@example.org"), mailbox("alice@example.org")), false));
    }

    @Test
    void listsThatNameEachOtherEndWithEachMailboxOnce() {
        builder.alias("one@example.org", "two@example.org")
                .alias("one@example.org", "alice@example.org")
                .alias("two@example.org", "one@example.org")
                .alias("two@example.org", "bob@example.org");
        assertThat(route("one@example.org"))
                .isEqualTo(new MailboxRoute.Many(
                        List.of(mailbox("alice@example.org"), mailbox("bob@example.org")), false));
    }

    @Test
    void aListLongerThanIsFollowedIsNeverFull() {
        for (int i = 0; i < 3 * AliasExpansion.MAX_VISITS; i++) {
            builder.account("m" + i + "@example.org", "example.org", "mx1", true, null)
                    .alias("crowd@example.org", "m" + i + "@example.org");
        }
        assertThat(route("crowd@example.org"))
                .isInstanceOfSatisfying(
                        MailboxRoute.Many.class,
                        many -> assertThat(many.alwaysRoom()).isTrue());
    }

    @Test
    void aWholeDomainMayLeadToSeveralDomains() {
        builder.alias("@example.net", "@example.org").alias("@example.net", "bob@example.org");
        assertThat(route("alice+x@example.net"))
                .isEqualTo(new MailboxRoute.Many(
                        List.of(mailbox("alice@example.org"), mailbox("bob@example.org")), false));
    }

    @Test
    void anUnknownRecipientHasTheReplyOfTheDomainAtTheEndOfItsAliases() {
        builder.domain(
                        "example.info",
                        new DomainRules(
                                null,
                                SendLimits.UNLIMITED,
                                new MailboxRoute.UnknownRecipient(UnknownRecipientReply.REJECT),
                                null,
                                null))
                .alias("@example.net", "@example.info");
        assertThat(route("unknown@example.info"))
                .isEqualTo(new MailboxRoute.UnknownRecipient(UnknownRecipientReply.REJECT));
        assertThat(route("unknown@example.net"))
                .isEqualTo(new MailboxRoute.UnknownRecipient(UnknownRecipientReply.REJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SRS0=HHH=TT=example.net=me@example.org",
                "srs0+HHH=TT=example.net=me@example.org",
                "SRS1=HHH=example.net==HHH=TT=example.com=me@example.org",
                "prvs=3456789abc=alice@example.org"
            })
    void aSendersRewrittenAddressIsLeftAloneEvenWithACatchAll(String recipient) {
        builder.alias("@example.org", "bob@example.org");
        assertThat(route(recipient)).isEqualTo(new MailboxRoute.SenderRewritten());
    }

    @Test
    void aLocalPartIsTheSameWithQuotesAndWithout() {
        builder.account("two words@example.org", "example.org", "mx1", true, null);
        assertThat(route("two words@example.org")).isEqualTo(mailbox("two words@example.org"));
        assertThat(route("\"two words\"@example.org")).isEqualTo(mailbox("two words@example.org"));
        assertThat(route("\"ali\\ce\"@example.org")).isEqualTo(mailbox("alice@example.org"));
        assertThat(route("\"@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }

    @Test
    void anInternationalLocalPartKeepsItsCaseBeyondAscii() {
        builder.account("josé@example.org", "example.org", "mx1", true, null);
        assertThat(route("JOSé+news@example.org")).isEqualTo(mailbox("josé@example.org"));
        assertThat(route("josÉ@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
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
        assertThat(route("start@example.org")).isEqualTo(new MailboxRoute.AliasLoop());
    }

    @Test
    void aLoopOfAliasesEnds() {
        builder.alias("a@example.org", "b@example.org")
                .alias("b@example.org", "a@example.org")
                .alias("@example.com", "unknown@example.com");
        assertThat(route("a@example.org")).isEqualTo(new MailboxRoute.AliasLoop());
        assertThat(route("x@example.com")).isEqualTo(new MailboxRoute.UnknownRecipient());
    }
}
