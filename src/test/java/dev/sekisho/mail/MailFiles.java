// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the mail servers under test: their configuration, what they own, and their logs. Holds no state. */
final class MailFiles {
    static final Path DIR = Path.of("/run/sekisho-mail");

    /** Where logs are kept. */
    static final Path LOGS = Path.of("target", "mail");

    private MailFiles() {}

    /** Creates the directory again: configuration, and what servers must own. */
    static void prepare() throws IOException {
        if (Files.exists(DIR)) {
            delete(DIR);
        }
        copyConfiguration();
        for (String directory : List.of("log", "tls", "postfix-queue", "postfix-data", "dovecot-a", "dovecot-b")) {
            directory(DIR.resolve(directory));
        }
        own(DIR.resolve("postfix-data"), "postfix");
        for (String host : List.of("dovecot-a", "dovecot-b")) {
            for (String directory : List.of("run", "state")) {
                directory(DIR.resolve(host).resolve(directory));
            }
            for (String directory : List.of("mail", "home")) {
                own(directory(DIR.resolve(host).resolve(directory)), "mail");
            }
        }
    }

    private static void copyConfiguration() throws IOException {
        Path source = files();
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Path target = DIR.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    directory(target);
                } else {
                    Files.copy(path, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }

    /** The directory of the configuration files. */
    static Path files() {
        try {
            return Path.of(Optional.ofNullable(MailFiles.class.getResource("/mail"))
                    .orElseThrow()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path directory(Path path) throws IOException {
        Files.createDirectories(path);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void own(Path path, String user) throws IOException {
        var principals = path.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(path, principals.lookupPrincipalByName(user));
        Files.getFileAttributeView(path, PosixFileAttributeView.class)
                .setGroup(principals.lookupPrincipalByGroupName(user));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Copies the logs of the servers to a place where they stay. */
    static void keepLogs() throws IOException {
        if (!Files.isDirectory(DIR.resolve("log"))) {
            return;
        }
        Files.createDirectories(LOGS);
        try (Stream<Path> logs = Files.list(DIR.resolve("log"))) {
            for (Path log : logs.toList()) {
                Files.copy(log, LOGS.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The files of the sender's Postfix. */
    static void prepareSender() throws IOException {
        directory(DIR.resolve("sender"));
        for (String file : List.of("main.cf", "master.cf", "relay-login.conf")) {
            try (InputStream source = MailFiles.class.getResourceAsStream("sender/" + file)) {
                Path target = DIR.resolve("sender").resolve(file);
                Files.copy(Objects.requireNonNull(source), target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        directory(DIR.resolve("sender-queue"));
        own(directory(DIR.resolve("sender-data")), "postfix");
        for (String each : List.of("relay", "relay/run", "relay/state")) {
            directory(DIR.resolve(each));
        }
    }

    /** What a server has logged so far. */
    static String log(String name) throws IOException {
        Path log = DIR.resolve("log").resolve(name);
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
