// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.password.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A node with one account, {@link #ALICE}, over accounts and a health in memory; for the test's thread. */
public abstract class LoginFixture {
    public static final String ALICE = "alice@example.org";
    public static final String RIGHT = "open sesame";
    public static final String STORED = "{PLAIN}" + RIGHT;
    public static final Permissions NOTHING = new Permissions(false, false, false, false, false, false);

    public final TestProbe probe = new TestProbe();
    public final HostHealth health = probe.health();
    public final TestAccounts accounts = new TestAccounts();
    public final LoginConfig config = TestLoginConfig.config();
    public final Map<String, MailDomain> domains =
            new HashMap<>(Map.of("example.org", new MailDomain("example.org", Optional.empty())));
    public final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    public final LimitedReads reads = LimitedReads.direct();
    public final LoginAuthenticator authenticator = authenticator(config);
    public final OperatorLog log = new OperatorLog("dev.sekisho.login");

    public LoginAuthenticator authenticator(LoginConfig config) {
        return new LoginAuthenticator(
                accounts,
                LoginFixture::literal,
                name -> Optional.ofNullable(domains.get(name)),
                health,
                config,
                TestLoginConfig.check(config),
                reads,
                clock);
    }

    public static Optional<String> literal(String address) {
        return switch (address) {
            case "mail-a.example.org" -> Optional.of("192.0.2.99");
            case "unknown.example.org" -> Optional.empty();
            default -> Optional.of(address);
        };
    }

    @BeforeEach
    public void open() {
        authenticator.open();
        accounts.put(ALICE, STORED);
    }

    @AfterEach
    public void close() {
        log.close();
    }

    public void put(AccountStatus status, Permissions permissions, LoginHost host) {
        accounts.put(ALICE, STORED, status, permissions, host);
    }

    public void putCarol(Permissions permissions) {
        accounts.put("carol@example.com", STORED, AccountStatus.ACTIVE, permissions, TestAccounts.HOST);
    }

    public static Rejected wrongPassword() {
        return new Rejected(Rejection.CREDENTIALS, "wrong password");
    }

    public static AuthRequest plain(AuthProtocol protocol, String user, String password) {
        return request(AuthMethod.PLAIN, protocol, user, password);
    }

    public static AuthRequest request(AuthMethod method, AuthProtocol protocol, String user, String password) {
        return new AuthRequest(method, protocol, user, Secret.of(password), "<1.2@mail.example>", 1, "192.0.2.7");
    }
}
