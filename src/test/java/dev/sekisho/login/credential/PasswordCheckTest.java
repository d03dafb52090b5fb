// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.LoginOutcome;
import dev.sekisho.login.RecordedLogin;
import dev.sekisho.login.TestAccounts;
import dev.sekisho.login.TestLoginConfig;
import dev.sekisho.login.TestProbe;
import dev.sekisho.login.TestSecrets;
import dev.sekisho.net.NetworkList;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.EncryptionKey;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordCheckTest {
    private static final String CAROL = "carol@example.com";
    private static final String RIGHT = "open sesame";
    private static final String HASH = PasswordScheme.SHA512_CRYPT.generate(Secret.of(RIGHT), 1000);
    private static final EncryptionKey OLD = key("old", 1);
    private static final EncryptionKey NEW = key("new", 2);

    private final TestAccounts accounts = new TestAccounts();
    private final TestSecrets secrets = new TestSecrets();
    private final OperatorLog log = new OperatorLog("dev.sekisho.login");

    private static EncryptionKey key(String id, int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return EncryptionKey.of(id, Base64.getEncoder().encodeToString(bytes));
    }

    private static KeyRing keyRing(EncryptionKey... keys) {
        return new KeyRing(new KeyRingConfig(List.of(keys), "", ""));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private LoginAuthenticator authenticator(LoginConfig config, KeyRing keyRing) {
        LoginAuthenticator authenticator = authenticator(config, TestLoginConfig.check(config, secrets, keyRing));
        authenticator.open();
        return authenticator;
    }

    private LoginAuthenticator authenticator(LoginConfig config, PasswordCheck check) {
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

    private AuthResult login(KeyRing keyRing, String recording) {
        return authenticator(TestLoginConfig.config(), keyRing)
                .decide(RecordedLogin.named(recording).request());
    }

    private void carol(String secret, @Nullable String encryptedSecret) {
        accounts.put(CAROL, secret);
        secrets.put(CAROL, secret, encryptedSecret);
    }

    @Test
    void anEncryptedSecretAnswersChallengesAndTheHashAnswersPlain() {
        carol(HASH, keyRing(OLD).encrypt(Secret.of(RIGHT), CAROL, HASH).orElseThrow());
        for (String recording : List.of("imap-cram-md5", "pop3-apop", "smtp-cram-md5", "imap-plain")) {
            assertThat(login(keyRing(NEW, OLD), recording)).as(recording).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void aDigestOfNameAndPasswordIsCheckedForTheAccountsAddress() {
        carol("{DIGEST-MD5}579941348742431a36bf0b6a213b6942", null);
        assertThat(login(keyRing(), "imap-plain")).isInstanceOf(Accepted.class);
        assertThat(login(keyRing(), "imap-cram-md5")).isInstanceOf(Rejected.class);
        carol("{DIGEST-MD5}a6b71e8d6b2c2d1d0d23bc2f891d467c", null);
        assertThat(login(keyRing(), "imap-plain")).isInstanceOf(Rejected.class);
    }

    @Test
    void aClearPasswordAnswersChallengesWithoutAnEncryptedSecret() {
        carol("{PLAIN}" + RIGHT, null);
        for (String recording : List.of("imap-cram-md5", "pop3-apop", "smtp-cram-md5", "imap-plain")) {
            assertThat(login(keyRing(OLD), recording)).as(recording).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void whatALoginUsedIsNoted() {
        carol("{PLAIN}" + RIGHT, null);
        String text = AppPasswordText.generate();
        secrets.appPasswords.add(phone(text));
        CredentialUsage uses = new CredentialUsage(secrets, Clock.systemUTC());
        LoginConfig config = TestLoginConfig.config();
        LoginAuthenticator authenticator = authenticator(
                config,
                new PasswordCheck(
                        config,
                        secrets,
                        keyRing(OLD),
                        uses,
                        new VerificationPool(Runnable::run, 1, 0),
                        LimitedReads.direct(),
                        Clock.systemUTC()));
        authenticator.open();
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, text))).isInstanceOf(Rejected.class);
        uses.write();
        assertThat(secrets.written).as("nothing by who was refused").isEmpty();
        assertThat(authenticator.decide(RecordedLogin.named("pop3-apop").request()))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        uses.write();
        assertThat(secrets.written).containsExactlyInAnyOrder(CAROL + " apop", "1");
    }

    @Test
    void withoutTheKeyOnlyChallengesAreRefusedAndTheOperatorIsToldOnce() {
        carol(HASH, keyRing(OLD).encrypt(Secret.of(RIGHT), CAROL, HASH).orElseThrow());
        KeyRing none = keyRing();
        assertThat(login(none, "imap-cram-md5"))
                .isInstanceOf(TemporaryFailure.class)
                .as("no fault of Sekisho")
                .isNotEqualTo(new TemporaryFailure("the password could not be checked"));
        assertThat(log.lines().stream().filter(line -> line.startsWith("SKS0621W")))
                .hasSize(1);
        assertThat(login(none, "pop3-apop")).isInstanceOf(TemporaryFailure.class);
        assertThat(login(none, "imap-plain")).isInstanceOf(Accepted.class);
        assertThat(log.lines().stream().filter(line -> line.startsWith("SKS0621W")))
                .hasSize(1);
    }

    @Test
    void anEncryptedSecretDoesNotOpenInAnotherRowNorBesideAnotherPassword() {
        String other =
                keyRing(OLD).encrypt(Secret.of(RIGHT), "erin@example.com", HASH).orElseThrow();
        carol(HASH, other);
        assertThat(login(keyRing(OLD), "imap-cram-md5"))
                .isEqualTo(new TemporaryFailure("encrypted secret does not belong to the stored password"));
        String own = keyRing(OLD).encrypt(Secret.of(RIGHT), CAROL, HASH).orElseThrow();
        carol(PasswordScheme.SHA512_CRYPT.generate(Secret.of("changed"), 1000), own);
        assertThat(login(keyRing(OLD), "imap-cram-md5")).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void reencryptionTakesClearSecretsAndOldKeysAndIsIdempotent() {
        carol("{PLAIN}" + RIGHT, null);
        secrets.put(
                "erin@example.com",
                HASH,
                keyRing(OLD).encrypt(Secret.of(RIGHT), "erin@example.com", HASH).orElseThrow());
        secrets.put(
                "gone@example.com",
                HASH,
                keyRing(key("lost", 3))
                        .encrypt(Secret.of("x"), "gone@example.com", HASH)
                        .orElseThrow());
        secrets.put(
                "lost@example.com",
                HASH,
                keyRing(key("lost", 3))
                        .encrypt(Secret.of("x"), "lost@example.com", HASH)
                        .orElseThrow());
        secrets.put(
                "frank@example.com",
                HASH,
                keyRing(OLD)
                        .encrypt(Secret.of(RIGHT), "frank@example.com", HASH)
                        .orElseThrow());
        secrets.put("hash@example.com", HASH, null);
        KeyRing both = keyRing(NEW, OLD);
        SecretReencryption reencryption = new SecretReencryption(secrets, both);
        assertThat(reencryption.run(PasswordScheme.SHA512_CRYPT))
                .contains(new SecretReencryption.Outcome("new", 1, 2, 2, 0));
        assertThat(reencryption.run(PasswordScheme.SHA512_CRYPT))
                .contains(new SecretReencryption.Outcome("new", 0, 0, 2, 0));
        AccountSecrets now = secrets.secrets(CAROL).orElseThrow();
        assertThat(now.secret().text()).startsWith("{SHA512-CRYPT}");
        assertThat(keyRing(NEW).open(now).clear().map(Secret::text)).contains(RIGHT);
        assertThat(new SecretReencryption(secrets, keyRing()).run(PasswordScheme.SHA512_CRYPT))
                .isEmpty();
    }

    @Test
    void aKeyFileIsReadOnlyWhenItsTimeOrSizeHasChanged(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "old " + "AQEB".repeat(10) + "AQE=\n");
        FileTime time = Files.getLastModifiedTime(file);
        KeyRing keys = new KeyRing(new KeyRingConfig(List.of(), file.toString(), ""));
        for (int i = 0; i < 3; i++) {
            assertThat(keys.activeKey()).contains("old");
        }
        assertThat(read()).isEqualTo(1);
        Files.writeString(file, "newer " + "AgIC".repeat(10) + "AgI=\n");
        Files.setLastModifiedTime(file, time);
        assertThat(keys.activeKey()).as("another size").contains("newer");
        Files.writeString(file, "other " + "AgIC".repeat(10) + "AgI=\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 2000));
        assertThat(keys.activeKey()).as("another time").contains("other");
        assertThat(keys.activeKey()).contains("other");
        assertThat(read()).isEqualTo(3);
    }

    private long read() {
        return log.lines().stream().filter(line -> line.startsWith("SKS0623I")).count();
    }

    @Test
    void aKeyFileThatOthersMayReadIsTold(@TempDir Path folder) throws IOException {
        for (String permissions : List.of("rw-------", "rw-r-----", "rw----r--")) {
            Path file = folder.resolve(permissions);
            Files.writeString(file, "old " + "AQEB".repeat(10) + "AQE=\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThat(new KeyRing(new KeyRingConfig(List.of(), file.toString(), "")).activeKey())
                    .contains("old");
        }
        assertThat(log.lines().stream().filter(line -> line.startsWith("SKS0624W")))
                .hasSize(1)
                .allMatch(line -> line.contains("rw----r--"));
    }

    @Test
    void aKeyFileIsReadAgainAndOneThatVanishesTakesNoKeyAway(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "# ours\nold " + "AQEB".repeat(10) + "AQE=\n");
        KeyRing keys = new KeyRing(new KeyRingConfig(List.of(), file.toString(), ""));
        carol(HASH, keys.encrypt(Secret.of(RIGHT), CAROL, HASH).orElseThrow());
        Files.delete(file);
        assertThat(login(keys, "imap-cram-md5")).isInstanceOf(Accepted.class);
        assertThat(log.lines().stream().filter(line -> line.startsWith("SKS0622W")))
                .hasSize(1);
        assertThat(login(keys, "pop3-apop")).isInstanceOf(Accepted.class);
        assertThat(log.lines().stream().filter(line -> line.startsWith("SKS0622W")))
                .hasSize(1);
        Files.writeString(file, "newer " + "AgIC".repeat(10) + "AgI=\n");
        assertThat(login(keys, "imap-cram-md5")).isInstanceOf(TemporaryFailure.class);
        assertThat(keys.activeKey()).contains("newer");
    }

    @Test
    void anAppPasswordIsGoodForItsProtocolsAndNetworksUntilItIsRevoked() {
        accounts.put(CAROL, HASH);
        String text = AppPasswordText.generate();
        AppPassword app = phone(text);
        secrets.appPasswords.add(app);
        LoginAuthenticator authenticator = authenticator(TestLoginConfig.config(), keyRing());
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(
                        AuthProtocol.IMAP,
                        text.toUpperCase(java.util.Locale.ROOT).replace('-', ' '))))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, AppPasswordText.generate())))
                .as("another one, that nobody made")
                .isEqualTo(new Rejected(Rejection.CREDENTIALS, "wrong password"));
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, text)))
                .isEqualTo(new Rejected(Rejection.PROTOCOL, "app password not for this protocol"));
        app.setNetworks(NetworkList.parse("198.51.100.0/24"));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text)))
                .isEqualTo(new Rejected(Rejection.METHOD, "app password not for this network"));
        app.setNetworks(NetworkList.parse("192.0.2.0/24"));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        app.setExpiresAt(OffsetDateTime.now(Clock.systemUTC()).minusSeconds(1));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Rejected.class);
        app.setExpiresAt(null);
        app.revoke(OffsetDateTime.now(Clock.systemUTC()));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Rejected.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void aFullLineIsTryLaterForKnownAndUnknownAndARememberedPasswordNeedsNoPlace() {
        accounts.put(CAROL, HASH);
        List<Runnable> held = new ArrayList<>();
        VerificationPool pool = new VerificationPool(held::add, 1, 0);
        LoginConfig config = TestLoginConfig.config();
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
        CompletableFuture<LoginOutcome> first =
                authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture();
        CompletableFuture<LoginOutcome> same =
                authenticator.authenticate(plain(AuthProtocol.POP3, RIGHT)).toCompletableFuture();
        assertThat(first).isNotDone();
        TemporaryFailure busy = new TemporaryFailure("too many passwords are being checked");
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "other"))).isEqualTo(busy);
        assertThat(authenticator.decide(request("nobody@example.com", AuthProtocol.IMAP, "other")))
                .isEqualTo(busy);
        assertThat(pool.refused()).isEqualTo(2);
        assertThat(held).hasSize(1);
        held.get(0).run();
        assertThat(first.join().result()).isInstanceOf(Accepted.class);
        assertThat(same.join().result()).isInstanceOf(Accepted.class);
        // Remembered: nobody runs what is held, and it is answered.
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(pool.pending()).isZero();
        // A stored password that changes ends it at once.
        accounts.put(CAROL, PasswordScheme.SHA512_CRYPT.generate(Secret.of("changed"), 1000));
        assertThat(authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture())
                .isNotDone();
        held.get(1).run();
    }

    /** A count, not a stopwatch: what a wrong password costs is one check in the pool, whatever is stored. */
    @Test
    void aWrongPasswordCostsOneCheckWhateverIsStoredAndWhetherTheAccountExistsOrNot() {
        AtomicInteger checks = new AtomicInteger();
        VerificationPool pool = new VerificationPool(
                task -> {
                    checks.incrementAndGet();
                    task.run();
                },
                1,
                0);
        LoginConfig config = TestLoginConfig.config();
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
        for (String stored : List.of(
                HASH,
                "{PLAIN}" + RIGHT,
                PasswordScheme.SSHA512.generate(Secret.of(RIGHT)),
                PasswordScheme.MD5_CRYPT.generate(Secret.of(RIGHT)),
                "{SHA512-CRYPT}!" + HASH.substring(HASH.indexOf('}') + 1),
                "{CRYPT}*")) {
            accounts.put(CAROL, stored);
            checks.set(0);
            assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "wrong")))
                    .as(stored)
                    .isInstanceOf(Rejected.class);
            assertThat(checks).as(stored).hasValue(1);
        }
        checks.set(0);
        assertThat(authenticator.decide(request("nobody@example.com", AuthProtocol.IMAP, "wrong")))
                .isInstanceOf(Rejected.class);
        assertThat(checks).hasValue(1);
    }

    /**
     * The one measured check: a locked or clear password must not answer in no time. Bounds are wide, for a busy
     * machine.
     */
    @Test
    void aWrongPasswordTakesTheTimeOfAnUnknownUserWhateverIsStored() {
        LoginConfig config = TestLoginConfig.config("default-scheme", "BLF-CRYPT");
        LoginAuthenticator authenticator = authenticator(config, TestLoginConfig.check(config, secrets, keyRing()));
        authenticator.open();
        long unknown = bestNanos(authenticator, "nobody@example.com");
        for (String stored :
                List.of("{PLAIN}" + RIGHT, "{BLF-CRYPT}*", PasswordScheme.BLF_CRYPT.generate(Secret.of(RIGHT)))) {
            accounts.put(CAROL, stored);
            assertThat(bestNanos(authenticator, CAROL)).as(stored).isBetween(unknown / 3, unknown * 3);
        }
    }

    /** The least of several: a busy machine makes things slower, never faster. */
    private static long bestNanos(LoginAuthenticator authenticator, String user) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long begin = System.nanoTime();
            assertThat(authenticator.decide(request(user, AuthProtocol.IMAP, "wrong " + i)))
                    .isInstanceOf(Rejected.class);
            best = Math.min(best, System.nanoTime() - begin);
        }
        return best;
    }

    @Test
    void anOldHashIsStoredAnewAfterALoginAndTheEncryptedSecretWithIt() {
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
    void aHashOfTheWantedSchemeThatCostLessIsMadeAnewAndOneThatCostMoreIsLeft() {
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

        String dear = PasswordScheme.BLF_CRYPT.generate(Secret.of(RIGHT), 6);
        carol(dear, null);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(secrets.secrets(CAROL).orElseThrow().secret().text()).isEqualTo(dear);
    }

    @Test
    void anUpgradeThatFindsNoPlaceIsLeftToTheNextLogin() {
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

    @Test
    void aLoginThatLeavesItsPlaceToAnotherClientIsATemporaryFailure() {
        LoginAuthenticator authenticator = upgradingServer(new VerificationPool(work -> {}, 1, 2));
        carol(HASH, null);
        assertThat(guess(authenticator, "198.51.100.1", "a")).isNotDone();
        CompletableFuture<LoginOutcome> first = guess(authenticator, "198.51.100.2", "b");
        CompletableFuture<LoginOutcome> second = guess(authenticator, "198.51.100.2", "c");
        assertThat(second).isNotDone();
        assertThat(guess(authenticator, "198.51.100.3", "d")).isNotDone();
        assertThat(first).isNotDone();
        assertThat(second.join().result()).isEqualTo(new TemporaryFailure("the password could not be checked"));
        assertThat(log.lines())
                .as("the full queue, and no error")
                .singleElement()
                .asString()
                .startsWith("SKS0625W");
    }

    private static CompletableFuture<LoginOutcome> guess(
            LoginAuthenticator authenticator, String client, String password) {
        return authenticator
                .authenticate(
                        new AuthRequest(AuthMethod.PLAIN, AuthProtocol.IMAP, CAROL, Secret.of(password), "", 1, client))
                .toCompletableFuture();
    }

    @Test
    void anAppPasswordWhoseNetworksCannotBeReadPermitsNone() {
        carol("{PLAIN}" + RIGHT, null);
        String text = AppPasswordText.generate();
        AppPassword unreadable =
                new AppPassword(
                        "1",
                        Address.parse(CAROL).orElseThrow(),
                        "phone",
                        PasswordScheme.SSHA256.generate(
                                AppPasswordText.canonical(Secret.of(text)).orElseThrow()),
                        OffsetDateTime.now(Clock.systemUTC())) {
                    @Override
                    public String networks() {
                        return "the office";
                    }
                };
        secrets.appPasswords.add(unreadable);
        AuthResult result = authenticator(TestLoginConfig.config(), keyRing()).decide(plain(AuthProtocol.IMAP, text));
        assertThat(result).isInstanceOf(TemporaryFailure.class);
        assertThat(result.toString()).contains("networks of an app password");
    }

    @Test
    void anEncryptedSecretThatIsMalformedIsATemporaryFailure() {
        carol(HASH, "nonsense");
        assertThat(login(keyRing(OLD), "imap-cram-md5"))
                .isEqualTo(new TemporaryFailure("encrypted secret is malformed"));
    }

    @Test
    void encryptedSecretsWithoutAKeyAreLoggedAtTheStart() {
        keyRing().announce(0);
        keyRing(OLD).announce(3);
        assertThat(log.lines()).isEmpty();
        keyRing().announce(3);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0620W");
    }

    /** Else the old password would be back. */
    @Test
    void aPasswordThatWasChangedMeanwhileIsNotStoredAnew() {
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

    private static AppPassword phone(String text) {
        AppPassword app = new AppPassword(
                "1",
                Address.parse(CAROL).orElseThrow(),
                "phone",
                PasswordScheme.SSHA256.generate(
                        AppPasswordText.canonical(Secret.of(text)).orElseThrow()),
                OffsetDateTime.now(Clock.systemUTC()));
        app.permit(true, false, false);
        return app;
    }

    @Test
    void theLastUseIsWrittenBehindAndKeptWhileTheDatabaseIsAway() {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        CredentialUsage uses = new CredentialUsage(secrets, clock);
        uses.used(CAROL, AuthMethod.APOP);
        secrets.away = true;
        for (int i = 0; i < 3; i++) {
            uses.write();
            assertThat(log.lines()).singleElement().asString().startsWith("SKS0626W");
        }
        secrets.away = false;
        uses.write();
        assertThat(secrets.written).containsExactly(CAROL + " apop");
        assertThat(log.lines()).hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        uses.write();
        assertThat(log.lines()).hasSize(2).first().asString().startsWith("SKS0626W");
    }

    private static AuthRequest plain(AuthProtocol protocol, String password) {
        return request(CAROL, protocol, password);
    }

    private static AuthRequest request(String user, AuthProtocol protocol, String password) {
        return new AuthRequest(AuthMethod.PLAIN, protocol, user, Secret.of(password), "", 1, "192.0.2.7");
    }
}
