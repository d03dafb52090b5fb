// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.login.LoginMessages;
import dev.sekisho.password.EncryptedSecret;
import dev.sekisho.password.EncryptionKey;
import dev.sekisho.password.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the clear secrets of accounts, with keys of the environment and of a file.
 *
 * <p>An encrypted secret is bound to the address and to the stored password beside it: in another row, or after a
 * change of the stored password alone, it cannot be decrypted. A key file that vanishes or breaks removes no key: those
 * of the last valid reading stay in use until Sekisho stops.
 */
@ThreadSafe
public final class KeyRing {
    private static final Set<PosixFilePermission> NOT_FOR_OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final KeyRingConfig config;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private volatile Map<String, EncryptionKey> keys = Map.of();
    private @Nullable FileTime readTime;
    private long readBytes;
    private boolean failing;

    /** The result of decryption: the clear secret, or the reason of the failure. */
    record Opened(Optional<Secret> clear, String problem) {}

    public KeyRing(KeyRingConfig config) {
        this.config = config;
        keys = indexed(config.keys());
        refresh();
    }

    /** Logs at the start if encrypted secrets exist and no key does. */
    public void announce(long encryptedAccounts) {
        refresh();
        if (encryptedAccounts > 0 && keys.isEmpty()) {
            LoginMessages.noEncryptionKey(encryptedAccounts);
        }
    }

    /** The identifier of the key that encrypts; empty if there is none. */
    public Optional<String> activeKey() {
        return active().map(EncryptionKey::id);
    }

    private Optional<EncryptionKey> active() {
        refresh();
        return config.activeKey().isEmpty()
                ? keys.values().stream().findFirst()
                : Optional.ofNullable(keys.get(config.activeKey()));
    }

    /** {@code clear} encrypted for the row of {@code address} with {@code secret}; empty without a key. */
    public Optional<String> encrypt(Secret clear, String address, String secret) {
        return active().map(key -> EncryptedSecret.encrypt(clear, key, owner(address, secret)));
    }

    /** Whether it is encrypted with the current key. */
    boolean isCurrent(Secret encrypted) {
        return EncryptedSecret.parse(encrypted.text())
                .map(EncryptedSecret::keyId)
                .equals(active().map(EncryptionKey::id));
    }

    Opened open(AccountSecrets secrets) {
        Secret stored = secrets.encrypted();
        Optional<EncryptedSecret> encrypted = stored == null ? Optional.empty() : EncryptedSecret.parse(stored.text());
        if (encrypted.isEmpty()) {
            return new Opened(Optional.empty(), "encrypted secret is malformed");
        }
        refresh();
        String keyId = encrypted.get().keyId();
        EncryptionKey key = keys.get(keyId);
        if (key == null) {
            if (missing.add(keyId)) {
                LoginMessages.encryptionKeyMissing(keyId);
            }
            return new Opened(Optional.empty(), "encryption key " + keyId + " is missing");
        }
        Optional<Secret> clear = encrypted
                .get()
                .open(key, owner(secrets.address(), secrets.secret().text()));
        return new Opened(clear, clear.isPresent() ? "" : "encrypted secret does not belong to the stored password");
    }

    private static String owner(String address, String secret) {
        return address + '\n' + secret;
    }

    /** Checks the time of the file each time: only challenge logins come here, and a check takes microseconds. */
    private synchronized void refresh() {
        if (config.keyFile().isEmpty()) {
            return;
        }
        Path file = Path.of(config.keyFile());
        try {
            FileTime time = Files.getLastModifiedTime(file);
            long bytes = Files.size(file);
            if (!failing && time.equals(readTime) && bytes == readBytes) {
                return;
            }
            List<EncryptionKey> all = new ArrayList<>(config.keys());
            all.addAll(read(file));
            keys = indexed(all);
            missing.removeAll(keys.keySet());
            readTime = time;
            readBytes = bytes;
            failing = false;
            LoginMessages.keyFileRead(config.keyFile(), keys.keySet());
            tellIfOpenToOthers(file);
        } catch (IOException | IllegalArgumentException e) {
            if (!failing) {
                LoginMessages.keyFileUnreadable(config.keyFile(), e, keys.keySet());
            }
            failing = true;
        }
    }

    private static List<EncryptionKey> read(Path file) throws IOException {
        List<EncryptionKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split("\\s+", -1);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                keys.add(EncryptionKey.of(words[0], words.length == 2 ? words[1] : ""));
            }
        }
        return keys;
    }

    private static void tellIfOpenToOthers(Path file) throws IOException {
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        if (posix
                && Files.getPosixFilePermissions(file, new LinkOption[0]).stream()
                        .anyMatch(NOT_FOR_OTHERS::contains)) {
            LoginMessages.keyFileOpen(file.toString());
        }
    }

    private static Map<String, EncryptionKey> indexed(List<EncryptionKey> all) {
        Map<String, EncryptionKey> indexed = new LinkedHashMap<>();
        all.forEach(key -> indexed.putIfAbsent(key.id(), key));
        return indexed;
    }
}
