// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.LoginHost;
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
import java.util.List;
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
    private final LoginGate gate = new LoginGate(accounts, LoginGateTest::literal, config, TestMailAuth.check(config));
    private final OperatorLog log = new OperatorLog("dev.sekisho.mailauth");

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
        LoginGate closed = new LoginGate(accounts, Optional::of, config, TestMailAuth.check(config));
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
        LoginGate closed = new LoginGate(accounts, Optional::of, withMx, TestMailAuth.check(withMx));
        assertThat(closed.decide(request(AuthMethod.NONE, AuthProtocol.SMTP, "", "")))
                .isEqualTo(new Accepted("", "mx", "192.0.2.21", 25, Optional.empty()));
    }

    @Test
    void noLoginIsNothingForMailboxesOrWithoutAnMx() {
        for (AuthProtocol protocol : AuthProtocol.values()) {
            assertThat(gate.decide(request(AuthMethod.NONE, protocol, ALICE, RIGHT)))
                    .isInstanceOf(TryLater.class);
        }
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
