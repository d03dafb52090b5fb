// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.LoginHost;
import dev.sekisho.account.MailDomain;
import dev.sekisho.account.Permissions;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.mailauth.AuthResult.Refusal;
import dev.sekisho.mailauth.AuthResult.Refused;
import dev.sekisho.password.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gate with one account, {@link #ALICE}, over accounts and a health in memory; for the test's thread. */
abstract class LoginGateFixture {
    static final String ALICE = "alice@example.org";
    static final String RIGHT = "open sesame";
    static final String STORED = "{PLAIN}" + RIGHT;
    static final Permissions NOTHING = new Permissions(false, false, false, false, false, false);

    final TestProbe probe = new TestProbe();
    final HostHealth health = probe.health();
    final TestAccounts accounts = new TestAccounts();
    final MailAuthConfig config = TestMailAuth.config();
    final Map<String, MailDomain> domains =
            new HashMap<>(Map.of("example.org", new MailDomain("example.org", Optional.empty())));
    final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    final LimitedReads reads = LimitedReads.direct();
    final LoginGate gate = gate(config);
    final OperatorLog log = new OperatorLog("dev.sekisho.mailauth");

    LoginGate gate(MailAuthConfig config) {
        return new LoginGate(
                accounts,
                LoginGateFixture::literal,
                name -> Optional.ofNullable(domains.get(name)),
                health,
                config,
                TestMailAuth.check(config),
                reads,
                clock);
    }

    static Optional<String> literal(String address) {
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

    void put(AccountStatus status, Permissions permissions, LoginHost host) {
        accounts.put(ALICE, STORED, status, permissions, host);
    }

    void putCarol(Permissions permissions) {
        accounts.put("carol@example.com", STORED, AccountStatus.ACTIVE, permissions, TestAccounts.HOST);
    }

    static Refused wrongPassword() {
        return new Refused(Refusal.CREDENTIALS, "wrong password");
    }

    static AuthRequest plain(AuthProtocol protocol, String user, String password) {
        return request(AuthMethod.PLAIN, protocol, user, password);
    }

    static AuthRequest request(AuthMethod method, AuthProtocol protocol, String user, String password) {
        return new AuthRequest(method, protocol, user, Secret.of(password), "<1.2@mail.example>", 1, "192.0.2.7");
    }
}
