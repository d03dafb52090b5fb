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

    /**
     * The password for the end of the start: itself for a demo on loopback, whose data are examples; otherwise where it
     * is, because the log is not the place for it.
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
