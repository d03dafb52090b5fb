// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.LoginOutcome;
import dev.sekisho.login.TestLoginConfig;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A login replaces a stored password of another scheme or of less cost. */
class PasswordUpgradeTest extends PasswordCheckScenario {
    @Test
    void anOldHashIsReplacedAfterALoginWithItsEncryptedSecret() {
        String old = PasswordScheme.SSHA.generate(Secret.of(RIGHT));
        KeyRing keyRing = keyRing(OLD);
        carol(old, keyRing.encrypt(Secret.of(RIGHT), CAROL, old).orElseThrow());
        LoginConfig config = TestLoginConfig.config(Map.of("upgrade-scheme", "SHA512-CRYPT"));
        LoginAuthenticator authenticator = authenticator(config, keyRing);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "wrong"))).isInstanceOf(Rejected.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isEqualTo(old);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        AccountSecrets now = secrets.secrets(CAROL).orElseThrow();
        assertThat(StoredPassword.parse(now.secret().text(), "PLAIN").scheme()).contains(PasswordScheme.SHA512_CRYPT);
        assertThat(keyRing.open(now).clear()).isPresent();
    }

    @Test
    void aCheaperHashOfTheDefaultSchemeIsReplacedAndACostlierOneIsKept() {
        LoginConfig config = TestLoginConfig.config(Map.of("upgrade-scheme", "BLF-CRYPT", "upgrade-cost", "5"));
        VerificationPool pool = new VerificationPool(Runnable::run, 1, 1);
        PasswordCheck check = new PasswordCheck(
                config,
                secrets,
                keyRing(),
                new CredentialUsage(secrets, Clock.systemUTC()),
                pool,
                LimitedReads.direct(),
                Clock.systemUTC());
        LoginAuthenticator authenticator = authenticator(config, check);
        authenticator.open();
        String cheap = PasswordScheme.BLF_CRYPT.generate(Secret.of(RIGHT), 4);
        carol(cheap, null);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        Secret now = secrets.secrets(CAROL).orElseThrow().secret();
        assertThat(StoredPassword.parse(now.text(), "PLAIN").cost()).hasValue(5);

        carol(now.text(), null);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text())
                .as("of just that cost")
                .isEqualTo(now.text());

        String costly = PasswordScheme.BLF_CRYPT.generate(Secret.of(RIGHT), 6);
        carol(costly, null);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isEqualTo(costly);
    }

    @Test
    void anUpgradeWithoutAPlaceInThePoolWaitsForTheNextLogin() {
        List<Runnable> held = new ArrayList<>();
        LoginAuthenticator authenticator = upgradingServer(new VerificationPool(held::add, 1, 0));
        carol(HASH, null);
        CompletableFuture<LoginOutcome> first =
                authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture();
        held.get(0).run();
        assertThat(first.join().result()).isInstanceOf(Accepted.class);
        assertThat(held).as("its check has the only place").hasSize(1);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        held.get(1).run();
        Secret now = secrets.secrets(CAROL).orElseThrow().secret();
        assertThat(StoredPassword.parse(now.text(), "PLAIN").cost()).hasValue(5);
    }

    @Test
    void anUpgradeThatTheDatabaseDoesNotStoreIsLoggedAndRepeatedByTheNextLogin() {
        LoginAuthenticator authenticator = upgradingServer(new VerificationPool(Runnable::run, 1, 1));
        carol(HASH, null);
        secrets.away = true;
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isEqualTo(HASH);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0628W")
                .contains(CAROL);
        secrets.away = false;
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isNotEqualTo(HASH);
        assertThat(log.lines()).hasSize(1);
    }

    /** Otherwise the old password would be valid again. */
    @Test
    void aPasswordThatWasChangedMeanwhileIsNotReplaced() {
        List<Runnable> held = new ArrayList<>();
        LoginAuthenticator authenticator = upgradingServer(new VerificationPool(held::add, 2, 5));
        carol(HASH, null);
        CompletableFuture<LoginOutcome> login =
                authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture();
        held.get(0).run();
        assertThat(login.join().result()).isInstanceOf(Accepted.class);
        String changed = PasswordScheme.SHA512_CRYPT.generate(Secret.of("changed"), 1000);
        carol(changed, null);
        held.get(1).run();
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isEqualTo(changed);
    }

    private LoginAuthenticator upgradingServer(VerificationPool pool) {
        LoginConfig config = TestLoginConfig.config(Map.of("upgrade-scheme", "BLF-CRYPT", "upgrade-cost", "5"));
        LoginAuthenticator authenticator = authenticator(
                config,
                new PasswordCheck(
                        config,
                        secrets,
                        keyRing(),
                        new CredentialUsage(secrets, Clock.systemUTC()),
                        pool,
                        LimitedReads.direct(),
                        Clock.systemUTC()));
        authenticator.open();
        return authenticator;
    }
}
