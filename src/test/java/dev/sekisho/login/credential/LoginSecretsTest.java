// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are encrypted beside a hash, their keys, and re-encryption. */
class LoginSecretsTest extends PasswordCheckScenario {
    @Test
    void anEncryptedSecretAnswersChallengesAndTheHashAnswersPlain() {
        carol(HASH, keyRing(OLD).encrypt(Secret.of(RIGHT), CAROL, HASH).orElseThrow());
        for (String recording : List.of("imap-cram-md5", "pop3-apop", "smtp-cram-md5", "imap-plain")) {
            assertThat(login(keyRing(NEW, OLD), recording)).as(recording).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void aClearPasswordAnswersChallengesWithoutAnEncryptedSecret() {
        carol("{PLAIN}" + RIGHT, null);
        for (String recording : List.of("imap-cram-md5", "pop3-apop", "smtp-cram-md5", "imap-plain")) {
            assertThat(login(keyRing(OLD), recording)).as(recording).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void withoutTheKeyOnlyChallengesFailAndThatIsLoggedOnce() {
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
    void anEncryptedSecretFitsOnlyItsRowAndItsPassword() {
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
    void aKeyFileThatOthersMayReadIsLogged(@TempDir Path folder) throws IOException {
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
    void aChangedKeyFileIsReadAgainAndAMissingOneKeepsTheKeys(@TempDir Path folder) throws IOException {
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
}
