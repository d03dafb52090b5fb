// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.password.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginRulesTest extends LoginFixture {
    @Test
    void withoutThePasswordNobodyLearnsWhatTheAccountMay() {
        put(AccountStatus.SUSPENDED, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, "wrong")))
                .isEqualTo(wrongPassword());
    }

    @Test
    void theStatusComesBeforeThePermissionsAndTheHost() {
        put(AccountStatus.SUSPENDED, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new Rejected(Rejection.SUSPENDED, "suspended"));
    }

    @Test
    void thePermissionsComeBeforeTheHost() {
        put(AccountStatus.ACTIVE, NOTHING, TestAccounts.host("192.0.2.11", MailHostState.DOWN));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new Rejected(Rejection.METHOD, "method not permitted"));
    }

    @ParameterizedTest
    @CsvSource({"IMAP, true, false, false", "POP3, false, true, false", "SMTP, false, false, true"})
    void eachProtocolHasAPermissionOfItsOwn(AuthProtocol permitted, boolean imap, boolean pop3, boolean smtp) {
        put(AccountStatus.ACTIVE, new Permissions(true, true, true, imap, pop3, smtp), TestAccounts.HOST);
        for (AuthProtocol protocol : AuthProtocol.values()) {
            AuthResult result = authenticator.decide(plain(protocol, ALICE, RIGHT));
            if (protocol == permitted) {
                assertThat(result).isInstanceOf(Accepted.class);
            } else {
                assertThat(result).isEqualTo(new Rejected(Rejection.PROTOCOL, "protocol not permitted"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"imap-plain, true, false, false", "imap-cram-md5, false, true, false", "pop3-apop, false, false, true"})
    void eachMethodHasAPermissionOfItsOwn(String recording, boolean plain, boolean cramMd5, boolean apop) {
        AuthRequest request = RecordedLogin.named(recording).request();
        putCarol(new Permissions(plain, cramMd5, apop, true, true, true));
        assertThat(authenticator.decide(request)).isInstanceOf(Accepted.class);
        putCarol(new Permissions(!plain, !cramMd5, !apop, true, true, true));
        assertThat(authenticator.decide(request)).isEqualTo(new Rejected(Rejection.METHOD, "method not permitted"));
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, IMAP, SUSPENDED",
        "CLOSED, POP3, CLOSED",
        "SEND_BLOCKED, SMTP, SEND_BLOCKED",
        "PASSWORD_MUST_CHANGE, IMAP, PASSWORD_MUST_CHANGE"
    })
    void eachStateHasATextOfItsOwn(AccountStatus status, AuthProtocol protocol, Rejection refusal) {
        put(status, TestAccounts.ALL, TestAccounts.HOST);
        assertThat(authenticator.decide(plain(protocol, ALICE, RIGHT)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.rejection()).isEqualTo(refusal));
    }

    @Test
    void whoIsSendBlockedStillReads() {
        put(AccountStatus.SEND_BLOCKED, TestAccounts.ALL, TestAccounts.HOST);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void aStateEndsAtItsEnd() {
        Instant now = clock.instant();
        accounts.put(suspendedUntil(now));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
        accounts.put(suspendedUntil(now.plusMillis(1)));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void whereTlsIsRequiredALoginInTheClearIsRefused(boolean tls, boolean passes) {
        put(AccountStatus.ACTIVE, from(true, "any", "none"), TestAccounts.HOST);
        AuthRequest clear = plain(AuthProtocol.IMAP, ALICE, RIGHT);
        AuthRequest request = new AuthRequest(
                clear.method(), clear.protocol(), ALICE, clear.password(), "", 1, clear.clientIp(), tls, "");
        assertThat(authenticator.decide(request) instanceof Accepted).isEqualTo(passes);
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
    void networksArePermittedAndSendBlocked(String permitted, String sendBlocked, boolean passes) {
        put(AccountStatus.ACTIVE, from(false, permitted, sendBlocked), TestAccounts.HOST);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)) instanceof Accepted)
                .isEqualTo(passes);
    }

    @Test
    void networksThatCannotBeReadAreTroubleToldOnceAndNeverAPass() {
        put(AccountStatus.ACTIVE, from(false, "any", "office"), TestAccounts.HOST);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TemporaryFailure.class);
        assertThat(log.lines()).hasSize(1);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TemporaryFailure.class);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0610W ");
    }

    private static Permissions from(boolean tls, String permitted, String sendBlocked) {
        return new Permissions(true, true, true, true, true, true, tls, permitted, sendBlocked);
    }

    private static LoginAccount suspendedUntil(Instant end) {
        return new LoginAccount(
                ALICE,
                Secret.of(STORED),
                Optional.empty(),
                List.of(),
                AccountStatus.SUSPENDED,
                Optional.of(end),
                TestAccounts.ALL,
                TestAccounts.HOST,
                Optional.empty());
    }
}
