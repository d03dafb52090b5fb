// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Generates an administrator's password if none is set, so that no node has a well-known password.
 *
 * <p>The password is stored in a Liberty configuration drop-in, as the default of {@code sekisho.admin.password}. The
 * server applies the file within a second, and a configured value overrides it. To remove it, set the variable and
 * delete the file.
 *
 * <p>Confined to the thread that starts the application.
 */
final class AdminPassword {
    /** 18 random bytes give 24 characters: impossible to guess, and still possible to type. */
    private static final int RANDOM_BYTES = 18;

    private static final Pattern GENERATED =
            Pattern.compile("name=\"sekisho.admin.password\" defaultValue=\"([A-Za-z0-9_-]+)\"");

    private AdminPassword() {}

    static void ensure(ServerConfig config) {
        if (config.adminPasswordSet()) {
            return;
        }
        Path file = file(config);
        if (Files.exists(file)) {
            return;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        try {
            Files.createDirectories(Path.of(config.dropins()));
            Path fresh = Files.createTempFile(
                    Path.of(config.dropins()),
                    "sekisho-admin",
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, """
                    <server>
                        <!-- Generated because sekisho.admin.password is not set. Set it, then delete this file. -->
                        <variable name="sekisho.admin.password" defaultValue="%s"/>
                    </server>
                    """.formatted(password), StandardOpenOption.TRUNCATE_EXISTING);
            // Atomic, because the server may read the folder at any time.
            Files.move(fresh, file);
            PlatformMessages.adminPassword(config.adminUser(), file.toString());
        } catch (IOException | UnsupportedOperationException e) {
            PlatformMessages.adminPasswordNotStored(e);
        }
    }

    /**
     * The text about the password in the log of the start: the password itself for a demo on loopback, else its file,
     * because a log must not contain passwords.
     */
    static String shown(ServerConfig config) {
        Path file = file(config);
        if (config.adminPasswordSet() || !Files.exists(file)) {
            return "as set by sekisho.admin.password";
        }
        if (config.demo() && config.isLoopback()) {
            try {
                Matcher password = GENERATED.matcher(Files.readString(file));
                if (password.find()) {
                    return password.group(1);
                }
            } catch (IOException e) {
                return "in " + file;
            }
        }
        return "in " + file;
    }

    private static Path file(ServerConfig config) {
        return Path.of(config.dropins(), "sekisho-admin.xml");
    }
}
