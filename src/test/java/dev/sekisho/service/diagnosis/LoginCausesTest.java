// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Rule;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.EffectiveLimits.Origin;
import dev.sekisho.directory.EffectivePermission;
import dev.sekisho.service.diagnosis.LoginCauses.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What prevents a login, in which order, and in which words. */
class LoginCausesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final String HOME = "192.0.2.10";
    private static final String STRANGER = "203.0.113.77";

    private final Map<String, Object> permissions = new LinkedHashMap<>(Map.of(
            "plain",
            true,
            "cramMd5",
            true,
            "apop",
            true,
            "imap",
            true,
            "pop3",
            true,
            "smtp",
            true,
            "requireTls",
            false));
    private final List<RecentLogins.Login> logins = new ArrayList<>();
    private final List<JournalEntry> attempts = new ArrayList<>();
    private final Map<String, List<Block>> blocks = new LinkedHashMap<>();
    private AccountState state = state(AccountStatus.ACTIVE, null);
    private LoginFacts.Route route = route(false, "");
    private String client = "";

    LoginCausesTest() {
        permissions.put("networks", "any");
        permissions.put("blockedNetworks", "none");
    }

    private static AccountState state(AccountStatus status, @Nullable String until) {
        return new AccountState(
                status,
                Instant.parse("2026-02-28T12:00:00Z"),
                Optional.ofNullable(until).map(Instant::parse),
                Optional.of("ticket [4711] {by}"),
                Optional.of("sam"));
    }

    private static LoginFacts.Route route(boolean down, String movingTo, String... silent) {
        return new LoginFacts.Route(
                "mail-a",
                down,
                Optional.of(movingTo).filter(host -> !host.isEmpty()),
                Optional.of(NOW.minusSeconds(600)),
                Set.of(silent));
    }

    private void login(String from, String time) {
        logins.add(new RecentLogins.Login(from, "imap", "plain", at(time), 3));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-01T" + time + ":00Z");
    }

    /** Attempts are added latest first. */
    private void attempt(String service, String result, String from, String time, String line) {
        attempts.add(new JournalEntry("ref", at(time), service, result, "alice@example.org", from, line));
    }

    private void rejected(String from, String time, String reason) {
        attempt("login", "reject", from, time, "key=x method=plain protocol=pop3 reason=\"" + reason + '"');
    }

    private void block(String from, Rule rule, String subject) {
        blocks.merge(
                from,
                List.of(new Block(
                        rule.word().hashCode(),
                        rule,
                        subject,
                        21,
                        20,
                        at("01:41"),
                        at("01:58"),
                        at("02:11"),
                        false,
                        1)),
                (one, other) -> List.of(one.get(0), other.get(0)));
    }

    private LoginCauses causes() {
        List<EffectivePermission> effective = permissions.entrySet().stream()
                .map(each -> new EffectivePermission(each.getKey(), each.getValue(), Origin.DOMAIN))
                .toList();
        return LoginCauses.of(new LoginFacts(NOW, client, state, effective, route, logins, attempts, blocks));
    }

    private List<CauseKind> kinds() {
        return causes().causes().stream().map(Cause::kind).toList();
    }

    private String first() {
        return new DiagnosisTexts(Locale.ENGLISH, NOW).of(causes().causes().get(0));
    }

    @Test
    void withoutAnyCauseTheAccountCanLogIn() {
        assertThat(causes()).isEqualTo(new LoginCauses(Verdict.YES, List.of()));
    }

    @Test
    void aBlockOfTheNetworkIsNamedWithItsRuleAndEnd() {
        rejected(HOME, "01:59", "blocked");
        rejected(HOME, "01:58", "blocked");
        block(HOME, Rule.NETWORK, "192.0.2.0/24");
        assertThat(first())
                .isEqualTo("Cannot log in from 192.0.2.10: network 192.0.2.0/24 blocked by rule network until 02:11 UTC"
                        + " (tried 2 times, last at 01:59 UTC)");
        assertThat(causes().verdict()).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void aBlockOfAnAddressAndOneOfTheAccountHaveTheirOwnWords() {
        block(HOME, Rule.SPRAYING, HOME);
        assertThat(first())
                .isEqualTo("Cannot log in from 192.0.2.10: address blocked by rule spraying until 02:11 UTC");
        blocks.clear();
        block(HOME, Rule.ACCOUNT_NETWORK, "alice@example.org 192.0.2.0/24");
        assertThat(first())
                .isEqualTo("Cannot log in from 192.0.2.10: 192.0.2.0/24 blocked for this account by rule"
                        + " account-network until 02:11 UTC");
    }

    @Test
    void wrongPasswordsOfBothServicesAreCountedByClient() {
        for (int i = 0; i < 4; i++) {
            rejected(STRANGER, "01:5" + (3 - i), "wrong password");
        }
        attempt("authpolicy", "failed", STRANGER, "01:40", "key=x");
        assertThat(first()).isEqualTo("Wrong password 5 times from 203.0.113.77, last at 01:53 UTC");
        assertThat(causes().verdict()).isEqualTo(Verdict.PARTLY);
    }

    @Test
    void afterALoginTheWrongPasswordsOfStrangersAreListedButDoNotPreventAny() {
        rejected(STRANGER, "01:53", "wrong password");
        login(HOME, "01:55");
        assertThat(causes().verdict()).isEqualTo(Verdict.YES);
        assertThat(kinds()).containsExactly(CauseKind.WRONG_PASSWORD);
    }

    @Test
    void theWrongPasswordOfAClientThatHasLoggedInSinceIsOver() {
        rejected(HOME, "01:53", "wrong password");
        login(HOME, "01:55");
        assertThat(kinds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, SUSPENDED, NO",
        "CLOSED, CLOSED, NO",
        "PASSWORD_MUST_CHANGE, PASSWORD_MUST_CHANGE, NO",
        "SEND_BLOCKED, SEND_BLOCKED, PARTLY"
    })
    void aStateDecidesBeforeEverythingElse(AccountStatus status, CauseKind kind, Verdict verdict) {
        state = state(status, "2026-03-02T08:00:00Z");
        rejected(HOME, "01:59", "wrong password");
        block(HOME, Rule.ADDRESS, HOME);
        assertThat(kinds()).containsExactly(kind, CauseKind.BLOCKED, CauseKind.WRONG_PASSWORD);
        assertThat(causes().verdict()).isEqualTo(verdict);
        assertThat(first())
                .endsWith("since 2026-02-28 12:00 UTC until 2026-03-02 08:00 UTC by sam: ticket [4711] {by}");
    }

    @Test
    void aStateThatHasEndedIsNone() {
        state = state(AccountStatus.SUSPENDED, "2026-03-01T01:00:00Z");
        assertThat(kinds()).isEmpty();
    }

    @Test
    void theMailHostIsACauseIfItIsDownMovingOrSilent() {
        route = route(true, "");
        assertThat(first()).isEqualTo("Cannot log in: mail host mail-a is set down");
        route = route(true, "mail-b");
        assertThat(first()).isEqualTo("Cannot log in: the mailbox is moving to mail host mail-b since 01:50 UTC");
        route = route(false, "", "imap", "pop3");
        assertThat(first()).isEqualTo("Cannot log in: mail host mail-a does not answer");
        assertThat(causes().verdict()).isEqualTo(Verdict.NO);
    }

    @Test
    void aMailHostThatAnswersOneOfThePermittedProtocolsIsNoCause() {
        route = route(false, "", "pop3", "smtp");
        assertThat(kinds()).isEmpty();
        permissions.put("imap", false);
        assertThat(kinds()).containsExactly(CauseKind.HOST_SILENT);
    }

    @Test
    void withoutAMethodOrProtocolOrNetworkThereIsNoLogin() {
        permissions.put("networks", "none");
        assertThat(first()).isEqualTo("Cannot log in: logins are permitted from no network by its domain");
        for (String each : List.of("imap", "pop3", "smtp")) {
            permissions.put(each, false);
        }
        assertThat(first()).isEqualTo("Cannot log in: none of IMAP, POP3 and SMTP is permitted by its domain");
        for (String each : List.of("plain", "cramMd5", "apop")) {
            permissions.put(each, false);
        }
        assertThat(first()).isEqualTo("Cannot log in: no method (PLAIN, CRAM-MD5, APOP) is permitted by its domain");
    }

    @Test
    void aRejectionForAPermissionIsACauseAsLongAsThePermissionIsMissing() {
        rejected(HOME, "01:59", "protocol not permitted");
        rejected(HOME, "01:58", "method not permitted");
        rejected(HOME, "01:57", "TLS required");
        rejected(HOME, "01:56", "network not permitted");
        assertThat(kinds()).isEmpty();
        permissions.put("pop3", false);
        permissions.put("plain", false);
        permissions.put("requireTls", true);
        permissions.put("networks", "198.51.100.0/24");
        assertThat(kinds()).containsExactly(CauseKind.METHOD, CauseKind.PROTOCOL, CauseKind.TLS, CauseKind.NETWORK);
        assertThat(first())
                .isEqualTo("Cannot log in from 192.0.2.10 with PLAIN: not permitted by its domain (once, last at"
                        + " 01:58 UTC); the password was right");
    }

    @Test
    void anUnusedProtocolThatIsNotPermittedIsNoCause() {
        permissions.put("pop3", false);
        assertThat(causes().verdict()).isEqualTo(Verdict.YES);
    }

    @Test
    void aTemporaryFailureCountsForAnHour() {
        attempt("login", "tempfail", HOME, "00:30", "reason=\"database unavailable\"");
        assertThat(kinds()).isEmpty();
        attempts.clear();
        attempt("login", "tempfail", HOME, "01:30", "reason=\"database unavailable\"");
        assertThat(first())
                .isEqualTo("Temporary failure once from 192.0.2.10, last at 01:30 UTC: database unavailable");
    }

    @Test
    void anUnknownReasonIsShownAsItIs() {
        rejected(HOME, "01:30", "app password not for this network");
        rejected(STRANGER, "01:29", "the moon is full");
        attempt("authpolicy", "excused", STRANGER, "01:28", "key=x");
        attempt("login", "forbidden", STRANGER, "01:27", "key=x");
        assertThat(kinds()).containsExactly(CauseKind.APP_PASSWORD, CauseKind.OTHER, CauseKind.OTHER);
    }

    @Test
    void theClientOfTheCallerComesFirstThenOwnOnesThenStrangers() {
        login(HOME, "00:10");
        rejected(STRANGER, "01:59", "wrong password");
        rejected(HOME, "01:50", "wrong password");
        rejected("198.51.100.5", "01:40", "wrong password");
        assertThat(clients()).containsExactly(HOME, STRANGER, "198.51.100.5");
        client = "198.51.100.5";
        assertThat(clients()).containsExactly("198.51.100.5", HOME, STRANGER);
    }

    private List<String> clients() {
        return causes().causes().stream().map(each -> each.origin().client()).toList();
    }

    @Test
    void aWaitIsTheLastCauseAndABlockOfManyClientsIsOne() {
        rejected("192.0.2.99", "01:59", "blocked");
        login(HOME, "00:10");
        block(HOME, Rule.DISTRIBUTED, "alice@example.org");
        block("192.0.2.99", Rule.NETWORK, "192.0.2.0/24");
        block(HOME, Rule.NETWORK, "192.0.2.0/24");
        assertThat(kinds()).containsExactly(CauseKind.BLOCKED, CauseKind.WAITS);
        assertThat(clients()).containsExactly(HOME, "");
        assertThat(causes().verdict()).isEqualTo(Verdict.PARTLY);
        blocks.clear();
        block(HOME, Rule.DISTRIBUTED, "alice@example.org");
        assertThat(causes().verdict()).isEqualTo(Verdict.YES);
    }

    @ParameterizedTest
    @EnumSource(CauseKind.class)
    void everyKindHasASentenceInBothLanguages(CauseKind kind) {
        Cause cause = new Cause(
                kind,
                new Cause.Origin(HOME, "imap", "plain"),
                new Cause.Seen(3, Optional.of(NOW)),
                Optional.of(new Block(1, Rule.ADDRESS, HOME, 21, 20, NOW, NOW, NOW, false, 1)),
                new Cause.Period(Optional.of(NOW), Optional.of(NOW), Optional.of("sam")),
                "domain");
        String english = new DiagnosisTexts(Locale.ENGLISH, NOW).of(cause);
        String japanese = new DiagnosisTexts(Locale.JAPAN, NOW).of(cause);
        assertThat(english).doesNotContain("{", "[", "  ").matches("[A-Z].+");
        assertThat(japanese).doesNotContain("{", "[").isNotEqualTo(english).containsPattern("[ぁ-ん]");
    }

    @Test
    void theLastLoginIsNamedAsFarAsItIsKnown() {
        DiagnosisTexts texts = new DiagnosisTexts(Locale.ENGLISH, NOW);
        login(HOME, "01:20");
        assertThat(texts.canLogIn(texts.lastLogin(logins.stream().findFirst(), Optional.empty())))
                .isEqualTo("Can log in. Last login from 192.0.2.10 by IMAP at 01:20 UTC.");
        assertThat(texts.lastLogin(
                        Optional.empty(),
                        Optional.of(new dev.sekisho.bruteforce.KnownNetwork("a@b.c", "192.0.2.0/24", 20_512))))
                .isEqualTo("Last login from network 192.0.2.0/24 on 2026-02-28.");
        assertThat(texts.lastLogin(Optional.empty(), Optional.empty())).startsWith("No login on this node");
    }
}
