// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import dev.sekisho.OperatorLog;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.login.LoginAppPassword;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.RecordedLogin;
import dev.sekisho.login.TestAccounts;
import dev.sekisho.login.TestLoginConfig;
import dev.sekisho.login.TestProbe;
import dev.sekisho.login.TestSecrets;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.EncryptionKey;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Logins of one account with a stored password and an optional encrypted secret. */
abstract class PasswordCheckScenario {
    static final String CAROL = "carol@example.com";
    static final String RIGHT = "open sesame";
    static final String HASH = PasswordScheme.SHA512_CRYPT.generate(Secret.of(RIGHT), 1000);
    static final EncryptionKey OLD = key("old", 1);
    static final EncryptionKey NEW = key("new", 2);

    final TestAccounts accounts = new TestAccounts();
    final TestSecrets secrets = new TestSecrets();
    final OperatorLog log = new OperatorLog("dev.sekisho.login");

    static EncryptionKey key(String id, int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return EncryptionKey.of(id, Base64.getEncoder().encodeToString(bytes));
    }

    static KeyRing keyRing(EncryptionKey... keys) {
        return new KeyRing(new KeyRingConfig(List.of(keys), "", ""));
    }

    @AfterEach
    void close() {
        log.close();
    }

    LoginAuthenticator authenticator(LoginConfig config, KeyRing keyRing) {
        LoginAuthenticator authenticator = authenticator(config, TestLoginConfig.check(config, secrets, keyRing));
        authenticator.open();
        return authenticator;
    }

    LoginAuthenticator authenticator(LoginConfig config, PasswordCheck check) {
        return new LoginAuthenticator(
                accounts,
                Optional::of,
                name -> Optional.empty(),
                new TestProbe().health(),
                config,
                check,
                LimitedReads.direct(),
                Clock.systemUTC());
    }

    AuthResult login(KeyRing keyRing, String recording) {
        return authenticator(TestLoginConfig.config(), keyRing)
                .decide(RecordedLogin.named(recording).request());
    }

    void carol(String secret, @Nullable String encryptedSecret) {
        accounts.put(CAROL, secret);
        accounts.setChallengeSecret(CAROL, encryptedSecret);
        secrets.put(CAROL, secret, encryptedSecret);
    }

    static LoginAppPassword phone(String text, String networks, Optional<Instant> expiresAt) {
        return new LoginAppPassword(
                "1",
                Secret.of(PasswordScheme.SSHA256.generate(
                        AppPasswordText.canonical(Secret.of(text)).orElseThrow())),
                true,
                false,
                false,
                networks,
                expiresAt);
    }

    static AuthRequest plain(AuthProtocol protocol, String password) {
        return request(CAROL, protocol, password);
    }

    static AuthRequest request(String user, AuthProtocol protocol, String password) {
        return new AuthRequest(AuthMethod.PLAIN, protocol, user, Secret.of(password), "", 1, "192.0.2.7");
    }
}
