// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.HostAddress;
import dev.sekisho.account.LoginAccount;
import dev.sekisho.account.LoginHost;
import dev.sekisho.account.MailDomain;
import dev.sekisho.account.MailHostState;
import dev.sekisho.account.Permissions;
import dev.sekisho.mailauth.AuthResult.Accepted;
import dev.sekisho.mailauth.AuthResult.Refusal;
import dev.sekisho.mailauth.AuthResult.Refused;
import dev.sekisho.mailauth.AuthResult.TryLater;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginGateTest {
    private static final String ALICE = "alice@example.org";
    private static final String RIGHT = "open sesame";
    private static final String STORED = "{PLAIN}" + RIGHT;
    private static final Permissions NOTHING = new Permissions(false, false, false, false, false, false);

    private final TestAccounts accounts = new TestAccounts();
    private final MailAuthConfig config = TestMailAuth.config();
    private final Map<String, MailDomain> domains =
            new HashMap<>(Map.of("example.org", new MailDomain("example.org", Optional.empty())));
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private final LoginGate gate = gate(config);
    private final OperatorLog log = new OperatorLog("dev.sekisho.mailauth");

    private LoginGate gate(MailAuthConfig config) {
        return new LoginGate(
                accounts,
                LoginGateTest::literal,
                name -> Optional.ofNullable(domains.get(name)),
                new HostHealth(Optional::of, 1000),
                config,
                TestMailAuth.check(config),
                clock);
    }

    private static Optional<String> literal(String address) {
        return switch (address) {
            case "mail-a.example.org" -> Optional.of("192.0.2.99");
            case "unknown.example.org" -> Optional.empty();
            default -> Optional.of(address);
        };
    }

    @BeforeEach
    void open() {
        gate.open();
        accounts.put(ALICE, STORED);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({"IMAP, 10143", "POP3, 10110", "SMTP, 10587"})
    void theRightPasswordLeadsToTheHostsPortOfTheProtocol(AuthProtocol protocol, int port) {
        assertThat(gate.decide(plain(protocol, ALICE, RIGHT)))
                .isEqualTo(new Accepted(ALICE, "mail-a", "192.0.2.11", port, Optional.empty()));
    }

    @Test
    void theAnswerNamesTheCanonicalAccount() {
        assertThat(gate.decide(plain(AuthProtocol.IMAP, "Alice@Example.ORG", RIGHT)))
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.user()).isEqualTo(ALICE));
    }

    @Test
    void aHostThatIsANameIsAnsweredByItsLiteralAddress() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("mail-a.example.org", MailHostState.UP));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.server()).isEqualTo("192.0.2.99"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Open sesame", "open sesame ", "open sesame\u0000"})
    void anyOtherPasswordIsRefused(String password) {
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, password))).isEqualTo(wrongPassword());
    }

    @Test
    void anUnknownUserIsToldTheSameAsAWrongPassword() {
        NginxAnswer answer = new NginxAnswer(config);
        for (AuthProtocol protocol : AuthProtocol.values()) {
            for (AuthMethod method : List.of(AuthMethod.PLAIN, AuthMethod.CRAM_MD5, AuthMethod.APOP)) {
                AuthRequest known = request(method, protocol, ALICE, "0".repeat(32));
                AuthRequest unknown = request(method, protocol, "nobody@example.org", "0".repeat(32));
                assertThat(gate.decide(unknown)).isEqualTo(new Refused(Refusal.CREDENTIALS, "unknown user"));
                assertThat(answer.headers(unknown, gate.decide(unknown)))
                        .isEqualTo(answer.headers(known, gate.decide(known)));
            }
        }
    }

    @Test
    void withoutThePasswordNobodyLearnsWhatTheAccountMay() {
        put(AccountStatus.SUSPENDED, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, "wrong"))).isEqualTo(wrongPassword());
    }

    @Test
    void theStatusComesBeforeThePermissionsAndTheHost() {
        put(AccountStatus.SUSPENDED, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new Refused(Refusal.SUSPENDED, "suspended"));
    }

    @Test
    void thePermissionsComeBeforeTheHost() {
        put(AccountStatus.ACTIVE, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new Refused(Refusal.METHOD, "method not permitted"));
    }

    @ParameterizedTest
    @CsvSource({"IMAP, true, false, false", "POP3, false, true, false", "SMTP, false, false, true"})
    void eachProtocolHasAPermissionOfItsOwn(AuthProtocol permitted, boolean imap, boolean pop3, boolean smtp) {
        put(AccountStatus.ACTIVE, new Permissions(true, true, true, imap, pop3, smtp), TestAccounts.HOST);
        for (AuthProtocol protocol : AuthProtocol.values()) {
            AuthResult result = gate.decide(plain(protocol, ALICE, RIGHT));
            if (protocol == permitted) {
                assertThat(result).isInstanceOf(Accepted.class);
            } else {
                assertThat(result).isEqualTo(new Refused(Refusal.PROTOCOL, "protocol not permitted"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"imap-plain, true, false, false", "imap-cram-md5, false, true, false", "pop3-apop, false, false, true"})
    void eachMethodHasAPermissionOfItsOwn(String recording, boolean plain, boolean cramMd5, boolean apop) {
        AuthRequest request = RecordedLogin.named(recording).request();
        putCarol(new Permissions(plain, cramMd5, apop, true, true, true));
        assertThat(gate.decide(request)).isInstanceOf(Accepted.class);
        putCarol(new Permissions(!plain, !cramMd5, !apop, true, true, true));
        assertThat(gate.decide(request)).isEqualTo(new Refused(Refusal.METHOD, "method not permitted"));
    }

    @ParameterizedTest
    @CsvSource({"imap-cram-md5, true", "pop3-cram-md5, true", "pop3-apop, true", "smtp-cram-md5, false"})
    void afterAChallengeImapAndPop3GetTheClearPassword(String recording, boolean given) {
        putCarol(TestAccounts.ALL);
        assertThat(gate.decide(RecordedLogin.named(recording).request()))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.password().map(Secret::text))
                                .isEqualTo(given ? Optional.of(RIGHT) : Optional.empty()));
    }

    @Test
    void aHashThatAnswersTheChallengeButHidesThePasswordIsTroubleWhereNginxNeedsIt() {
        String hmac = PasswordScheme.CRAM_MD5.generate(Secret.of(RIGHT));
        accounts.put("carol@example.com", hmac);
        assertThat(gate.decide(RecordedLogin.named("smtp-cram-md5").request())).isInstanceOf(Accepted.class);
        assertThat(gate.decide(RecordedLogin.named("imap-cram-md5").request()))
                .isEqualTo(new TryLater("nginx needs the clear password, which is not stored"));
    }

    @Test
    void aOneWayHashCannotAnswerAChallengeAndTheClientLearnsNoMore() {
        accounts.put("carol@example.com", PasswordScheme.SSHA.generate(Secret.of(RIGHT)));
        assertThat(gate.decide(RecordedLogin.named("imap-cram-md5").request()))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(Refusal.CREDENTIALS);
                    assertThat(refused.reason()).isNotEqualTo("wrong password");
                });
    }

    @Test
    void aChallengeIsGoodForItsResponseOnly() {
        putCarol(TestAccounts.ALL);
        AuthRequest right = RecordedLogin.named("imap-cram-md5").request();
        AuthRequest replayed = new AuthRequest(
                right.method(), right.protocol(), right.user(), right.password(), "<1.2@other.example>", 1, "");
        assertThat(gate.decide(replayed)).isEqualTo(wrongPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{NONSENSE}abc", "{SHA512-CRYPT}$6$", ""})
    void aBrokenRowIsTroubleAndToldToTheOperatorWithoutThePassword(String stored) {
        accounts.put(ALICE, stored);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TryLater.class);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0601W ")
                .contains(ALICE)
                .doesNotContain("abc", RIGHT);
    }

    @Test
    void aDatabaseInTroubleIsToldOnceAndNeverLooksLikeAWrongPassword() {
        for (RuntimeException trouble : List.of(
                new PersistenceException("the database is away"),
                new EJBException("the database is away"),
                new IllegalStateException("the database is away"),
                new IllegalArgumentException("a query that was not deployed"))) {
            accounts.setTrouble(trouble);
            assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, "wrong")))
                    .isEqualTo(new TryLater("database unavailable"));
        }
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0602W ");

        accounts.setTrouble(null);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0603I ");
    }

    /** A database that is away may hold each question for seconds: one login waits for it, not every thread. */
    @Test
    void whileTheDatabaseIsAwayOneLoginAsksAndAllOthersAreToldAtOnce() throws Exception {
        accounts.setTrouble(new PersistenceException("the database is away"));
        gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT));
        accounts.setTrouble(null);

        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        accounts.setHold(() -> {
            asked.countDown();
            back.await();
            return null;
        });
        CompletableFuture<AuthResult> waiting =
                CompletableFuture.supplyAsync(() -> gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)));
        asked.await();
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isEqualTo(new TryLater("database unavailable"));
        back.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void beforeTheDatabaseIsMigratedNobodyIsRefused() {
        LoginGate closed = gate(config);
        assertThat(closed.decide(plain(AuthProtocol.IMAP, ALICE, "wrong"))).isInstanceOf(TryLater.class);
    }

    @Test
    void aHostThatIsDownMeansTryLater() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TryLater("mail host mail-a is down"));
    }

    @Test
    void aDrainingHostStillServesItsAccounts() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("192.0.2.11", MailHostState.DRAINING));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void aHostWithoutAnAddressMeansTryLater() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("unknown.example.org", MailHostState.UP));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TryLater("mail host mail-a does not resolve"));
    }

    @Test
    void theMxTakesSmtpWithoutALoginEvenBeforeTheDatabaseIsThere() {
        MailAuthConfig withMx = TestMailAuth.config("mx-address", "192.0.2.21");
        LoginGate closed = gate(withMx);
        assertThat(closed.decide(mail("someone@example.org")))
                .isEqualTo(new Accepted("", "mx", "192.0.2.21", 25, Optional.empty()));
    }

    @Test
    void noLoginIsNothingForMailboxesOrWithoutAnMx() {
        for (AuthProtocol protocol : AuthProtocol.values()) {
            assertThat(gate.decide(request(AuthMethod.NONE, protocol, ALICE, RIGHT)))
                    .isInstanceOf(TryLater.class);
        }
    }

    @Test
    void mailForADomainThatIsNotOursIsRefused() {
        LoginGate withMx = gate(TestMailAuth.config("mx-address", "192.0.2.21"));
        for (String recipient : List.of("someone@elsewhere.example", "example.com")) {
            assertThat(withMx.decide(mail(recipient)))
                    .isEqualTo(new Refused(Refusal.RELAY, "recipient domain unknown"));
        }
    }

    @Test
    void mailGoesToTheHostsOfItsDomainInTurn() {
        domains.put("example.org", new MailDomain("example.org", Optional.of("192.0.2.31, [2001:db8::31]:2525")));
        assertThat(List.of(gate.decide(mail("a@example.org")), gate.decide(mail("b@example.org"))))
                .containsExactlyInAnyOrder(
                        new Accepted("", "mx", "192.0.2.31", 25, Optional.empty()),
                        new Accepted("", "mx", "2001:db8::31", 2525, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, IMAP, SUSPENDED",
        "CLOSED, POP3, CLOSED",
        "SENDING_BARRED, SMTP, SENDING_BARRED",
        "PASSWORD_MUST_CHANGE, IMAP, PASSWORD_MUST_CHANGE"
    })
    void eachStateHasATextOfItsOwn(AccountStatus status, AuthProtocol protocol, Refusal refusal) {
        put(status, TestAccounts.ALL, TestAccounts.HOST);
        assertThat(gate.decide(plain(protocol, ALICE, RIGHT)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void whoIsBarredFromSendingStillReads() {
        put(AccountStatus.SENDING_BARRED, TestAccounts.ALL, TestAccounts.HOST);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void aStateEndsAtItsEnd() {
        Instant now = clock.instant();
        accounts.put(suspendedUntil(now));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
        accounts.put(suspendedUntil(now.plusMillis(1)));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Refused.class);
    }

    @Test
    void aMailboxUnderMoveMeansTryLater() {
        accounts.put(new LoginAccount(
                ALICE,
                Secret.of(STORED),
                AccountStatus.ACTIVE,
                Optional.empty(),
                TestAccounts.ALL,
                TestAccounts.HOST,
                Optional.of("mail-b")));
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TryLater("the mailbox moves to mail-b"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void whereTlsIsRequiredALoginInTheClearIsRefused(boolean tls, boolean passes) {
        put(AccountStatus.ACTIVE, from(true, "any", "none"), TestAccounts.HOST);
        AuthRequest clear = plain(AuthProtocol.IMAP, ALICE, RIGHT);
        AuthRequest request = new AuthRequest(
                clear.method(), clear.protocol(), ALICE, clear.password(), "", 1, clear.clientIp(), tls, "");
        assertThat(gate.decide(request) instanceof Accepted).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, none, true",
        "2001:db8::/32, none, false",
        "none, none, false",
        "any, 192.0.2.7, false",
        "any, 192.0.2.8/29, true",
        "any, any, false"
    })
    void networksArePermittedAndBarred(String permitted, String barred, boolean passes) {
        put(AccountStatus.ACTIVE, from(false, permitted, barred), TestAccounts.HOST);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)) instanceof Accepted)
                .isEqualTo(passes);
    }

    @Test
    void networksThatCannotBeReadAreTroubleToldOnceAndNeverAPass() {
        put(AccountStatus.ACTIVE, from(false, "any", "office"), TestAccounts.HOST);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TryLater.class);
        assertThat(gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TryLater.class);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0610W ");
    }

    @Test
    void aDrainingAddressGetsLoginsOnlyWhereNoOtherCan() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.DRAINING, MailHostState.UP));
        for (int i = 0; i < 4; i++) {
            assertThat(server()).isEqualTo("192.0.2.12");
        }
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.DRAINING, MailHostState.DOWN));
        assertThat(server()).isEqualTo("192.0.2.11");
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.UP, MailHostState.UP));
        assertThat(List.of(server(), server())).containsExactlyInAnyOrder("192.0.2.11", "192.0.2.12");
    }

    private String server() {
        return ((Accepted) gate.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).server();
    }

    private static LoginHost host(MailHostState first, MailHostState second) {
        return new LoginHost(
                "mail-a",
                List.of(new HostAddress("192.0.2.11", first), new HostAddress("192.0.2.12", second)),
                Optional.empty(),
                10143,
                10110,
                10587,
                MailHostState.UP,
                true);
    }

    private static Permissions from(boolean tls, String permitted, String barred) {
        return new Permissions(true, true, true, true, true, true, tls, permitted, barred);
    }

    private static LoginAccount suspendedUntil(Instant end) {
        return new LoginAccount(
                ALICE,
                Secret.of(STORED),
                AccountStatus.SUSPENDED,
                Optional.of(end),
                TestAccounts.ALL,
                TestAccounts.HOST,
                Optional.empty());
    }

    private static AuthRequest mail(String recipient) {
        return new AuthRequest(
                AuthMethod.NONE, AuthProtocol.SMTP, "", Secret.of(""), "", 1, "192.0.2.7", false, recipient);
    }

    private void put(AccountStatus status, Permissions permissions, LoginHost host) {
        accounts.put(ALICE, STORED, status, permissions, host);
    }

    private void putCarol(Permissions permissions) {
        accounts.put("carol@example.com", STORED, AccountStatus.ACTIVE, permissions, TestAccounts.HOST);
    }

    private static Refused wrongPassword() {
        return new Refused(Refusal.CREDENTIALS, "wrong password");
    }

    private static AuthRequest plain(AuthProtocol protocol, String user, String password) {
        return request(AuthMethod.PLAIN, protocol, user, password);
    }

    private static AuthRequest request(AuthMethod method, AuthProtocol protocol, String user, String password) {
        return new AuthRequest(method, protocol, user, Secret.of(password), "<1.2@mail.example>", 1, "192.0.2.7");
    }
}
