// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.LoginFixture;
import dev.sekisho.login.TestAccounts;
import dev.sekisho.login.TestLoginConfig;
import dev.sekisho.password.Secret;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRouterTest extends LoginFixture {
    @ParameterizedTest
    @CsvSource({"IMAP, 10143", "POP3, 10110", "SMTP, 10587"})
    void theRightPasswordLeadsToTheHostsPortOfTheProtocol(AuthProtocol protocol, int port) {
        assertThat(authenticator.decide(plain(protocol, ALICE, RIGHT)))
                .isEqualTo(new Accepted(ALICE, "mail-a", "192.0.2.11", port, Optional.empty()));
    }

    @Test
    void aHostThatIsANameIsAnsweredByItsLiteralAddress() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("mail-a.example.org", MailHostState.UP));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.server()).isEqualTo("192.0.2.99"));
    }

    @Test
    void aHostThatIsDownMeansTryLater() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TemporaryFailure("mail host mail-a is down"));
    }

    @Test
    void aDrainingHostStillServesItsAccounts() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("192.0.2.11", MailHostState.DRAINING));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void aHostWithoutAnAddressMeansTryLater() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, TestAccounts.host("unknown.example.org", MailHostState.UP));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TemporaryFailure("mail host mail-a does not resolve"));
    }

    @Test
    void theMxTakesSmtpWithoutALoginEvenBeforeTheDatabaseIsThere() {
        LoginConfig withMx = TestLoginConfig.config("mx-address", "192.0.2.21");
        LoginAuthenticator closed = authenticator(withMx);
        assertThat(closed.decide(mail("someone@example.org")))
                .isEqualTo(new Accepted("", "mx", "192.0.2.21", 25, Optional.empty()));
    }

    @Test
    void noLoginIsNothingForMailboxesOrWithoutAnMx() {
        for (AuthProtocol protocol : AuthProtocol.values()) {
            assertThat(authenticator.decide(request(AuthMethod.NONE, protocol, ALICE, RIGHT)))
                    .isInstanceOf(TemporaryFailure.class);
        }
    }

    @Test
    void mailForADomainThatIsNotOursIsRefused() {
        LoginAuthenticator withMx = authenticator(TestLoginConfig.config("mx-address", "192.0.2.21"));
        for (String recipient : List.of("someone@elsewhere.example", "example.com")) {
            assertThat(withMx.decide(mail(recipient)))
                    .isEqualTo(new Rejected(Rejection.RELAY, "recipient domain unknown"));
        }
    }

    @Test
    void mailGoesToTheHostsOfItsDomainInTurn() {
        putDomain("192.0.2.31, [2001:db8::31]:2525");
        assertThat(List.of(authenticator.decide(mail("a@example.org")), authenticator.decide(mail("b@example.org"))))
                .containsExactlyInAnyOrder(
                        new Accepted("", "mx", "192.0.2.31", 25, Optional.empty()),
                        new Accepted("", "mx", "2001:db8::31", 2525, Optional.empty()));
    }

    @Test
    void aMailboxUnderMoveMeansTryLater() {
        accounts.put(new LoginAccount(
                ALICE,
                Secret.of(STORED),
                Optional.empty(),
                List.of(),
                AccountStatus.ACTIVE,
                Optional.empty(),
                TestAccounts.ALL,
                TestAccounts.HOST,
                Optional.of("mail-b")));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TemporaryFailure("the mailbox moves to mail-b"));
    }

    @Test
    void aDrainingAddressGetsLoginsOnlyWhereNoOtherCan() {
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.DRAINING, MailHostState.UP));
        for (int i = 0; i < 4; i++) {
            assertThat(server()).isEqualTo("192.0.2.12");
        }
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.DRAINING, MailHostState.DOWN));
        for (int i = 0; i < 4; i++) {
            assertThat(server()).isEqualTo("192.0.2.11");
        }
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host(MailHostState.UP, MailHostState.UP));
        assertThat(List.of(server(), server())).containsExactlyInAnyOrder("192.0.2.11", "192.0.2.12");
    }

    @Test
    void submissionGoesToItsOwnAddressAndMailboxesDoNot() {
        LoginHost host = new LoginHost(
                "mail-a",
                List.of(new HostAddress("192.0.2.11", MailHostState.UP)),
                Optional.of("2001:db8::25"),
                10143,
                10110,
                10587,
                MailHostState.UP,
                true);
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host);
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, ALICE, RIGHT)))
                .isEqualTo(new Accepted(ALICE, "mail-a", "2001:db8::25", 10587, Optional.empty()));
        assertThat(server()).isEqualTo("192.0.2.11");
    }

    @Test
    void anAddressThatDoesNotGreetIsSkippedAndNoneThatGreetsMeansTryLater() {
        LoginHost host = host(MailHostState.UP, MailHostState.UP);
        put(AccountStatus.ACTIVE, TestAccounts.ALL, host);
        probe.setDead("192.0.2.11");
        probe.probe(host);
        assertThat(List.of(server(), server())).containsOnly("192.0.2.12");
        probe.setDead("192.0.2.11", "192.0.2.12");
        probe.probe(host);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TemporaryFailure("mail host mail-a does not answer"));
    }

    @Test
    void anMxThatDoesNotGreetIsSkippedButOneIsTriedWhereNoneGreets() {
        String list = "192.0.2.31, 192.0.2.32";
        putDomain(list);
        probe.setDead("192.0.2.31");
        probe.probeMx(list);
        assertThat(List.of(mxServer(), mxServer())).containsOnly("192.0.2.32");
        probe.setDead("192.0.2.31", "192.0.2.32");
        probe.probeMx(list);
        assertThat(List.of(mxServer(), mxServer())).containsExactlyInAnyOrder("192.0.2.31", "192.0.2.32");
    }

    @Test
    void theDatabaseHasPrecedenceOverTheMemoryForADomain() {
        LoginAuthenticator withMx = openServer("192.0.2.21");
        accounts.remove("example.org");
        assertThat(withMx.decide(mail("someone@example.org"))).isInstanceOf(Rejected.class);
        accounts.put(new MailDomain("new.example", Optional.of("192.0.2.41")));
        assertThat(withMx.decide(mail("someone@New.Example")))
                .isEqualTo(new Accepted("", "mx", "192.0.2.41", 25, Optional.empty()));
    }

    @Test
    void aDomainThatOnlyAliasesAreInIsOursToo() {
        domains.put("alias.example", new MailDomain("alias.example", Optional.empty(), false));
        assertThat(openServer("192.0.2.21").decide(mail("someone@alias.example")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void mailIsRoutedWithoutTheDatabase() {
        accounts.setFailure(new PersistenceException("the database is away"));
        assertThat(openServer("192.0.2.21").decide(mail("someone@example.org"))).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.example.org", "192.0.2.31:99999"})
    void mailForADomainWithoutAUsableMxMeansTryLater(String mxHosts) {
        putDomain(mxHosts);
        assertThat(authenticator.decide(mail("someone@example.org"))).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void beforeDatabaseAndDirectoryAreReadMailMeansTryLater() {
        LoginAuthenticator early = new LoginAuthenticator(
                accounts,
                LoginFixture::literal,
                name -> {
                    throw new IllegalStateException("not read");
                },
                health,
                config,
                TestLoginConfig.check(config),
                reads,
                clock);
        assertThat(early.decide(mail("someone@example.org")))
                .isEqualTo(new TemporaryFailure("the directory is not read yet"));
    }

    @Test
    void aDomainWhoseRowCannotBeReadIsServedFromMemoryAndLoggedOnce() {
        accounts.setFailure(new IllegalArgumentException("a damaged row"));
        LoginAuthenticator withMx = openServer("192.0.2.21");
        for (int i = 0; i < 2; i++) {
            assertThat(withMx.decide(mail("someone@example.org"))).isInstanceOf(Accepted.class);
        }
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0630W");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "Postmaster"})
    void thePostmasterNeedsNoDomain(String recipient) {
        assertThat(openServer("192.0.2.21").decide(mail(recipient))).isInstanceOf(Accepted.class);
        assertThat(openServer("192.0.2.21").decide(mail("root"))).isInstanceOf(Rejected.class);
    }

    @Test
    void theLanguageComesWithTheAnswerOfTheDatabase() {
        accounts.setLanguage(Language.JA);
        for (AuthRequest request : List.of(
                plain(AuthProtocol.IMAP, ALICE, "wrong"),
                plain(AuthProtocol.IMAP, "unknown@example.org", RIGHT),
                mail("someone@elsewhere.example"))) {
            assertThat(authenticator
                            .authenticate(request)
                            .toCompletableFuture()
                            .join()
                            .language())
                    .contains(Language.JA);
        }
    }

    private LoginAuthenticator openServer(String mx) {
        LoginAuthenticator withMx = authenticator(TestLoginConfig.config("mx-address", mx));
        withMx.open();
        return withMx;
    }

    private String mxServer() {
        return ((Accepted) authenticator.decide(mail("someone@example.org"))).server();
    }

    private void putDomain(String mxHosts) {
        MailDomain domain = new MailDomain("example.org", Optional.of(mxHosts));
        domains.put("example.org", domain);
        accounts.put(domain);
    }

    private String server() {
        return ((Accepted) authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).server();
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

    private static AuthRequest mail(String recipient) {
        return new AuthRequest(
                AuthMethod.NONE, AuthProtocol.SMTP, "", Secret.of(""), "", 1, "192.0.2.7", false, recipient);
    }
}
