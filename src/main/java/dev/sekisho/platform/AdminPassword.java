// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes a password for the administrator where none is set, so that no node ever has a known one.
 *
 * <p>The file is one of Liberty's configuration drop-ins with the default of {@code sekisho.admin.password}; the server
 * takes it up within a second, and a real setting always wins over it. To undo: delete the file, set the variable.
 *
 * <p>Confined to the thread that starts the application.
 */
final class AdminPassword {
    /** 18 random bytes are 24 characters: beyond guessing, still to be typed by hand at night. */
    private static final int RANDOM_BYTES = 18;

    private AdminPassword() {}

    static void ensure(ServerConfig config) {
        if (config.adminPasswordSet()) {
            return;
        }
        Path file = Path.of(config.dropins(), "sekisho-admin.xml");
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
                        <!-- Made by Sekisho because sekisho.admin.password was not set. Set it, then delete this file. -->
                        <variable name="sekisho.admin.password" defaultValue="%s"/>
                    </server>
                    """.formatted(password), StandardOpenOption.TRUNCATE_EXISTING);
            // Whole or not at all: the server reads the folder at any time.
            Files.move(fresh, file);
            PlatformMessages.adminPassword(config.adminUser(), file.toString());
        } catch (IOException | UnsupportedOperationException e) {
            PlatformMessages.adminPasswordNotKept(e);
        }
    }
}
