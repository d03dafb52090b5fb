// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of one test, which the test can kill.
 *
 * <p>Needs Debian's package and root, as CI has them. Confined to one thread.
 */
public final class ThrowawayPostgresql {
    private final Path bin;
    private final Path folder;
    private final int port;

    private ThrowawayPostgresql(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** The folder of the newest PostgreSQL; empty if there is none, or if the test cannot switch to another user. */
    public static Optional<Path> programs() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.naturalOrder()).map(each -> each.resolve("bin"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static ThrowawayPostgresql start() throws IOException, InterruptedException {
        Path bin = programs().orElseThrow(() -> new IOException("no PostgreSQL"));
        Path folder = Files.createTempDirectory("sekisho-postgresql");
        run(List.of("chown", "postgres", folder.toString()));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ThrowawayPostgresql made = new ThrowawayPostgresql(bin, folder, port);
        made.asPostgres("initdb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", made.data());
        made.plugIn();
        made.asPostgres("createuser", "-h", "127.0.0.1", "-p", Integer.toString(port), "sekisho");
        made.asPostgres("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-O", "sekisho", "sekisho");
        return made;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/sekisho";
    }

    public int port() {
        return port;
    }

    /** Stops it as a crash would, without a wait for sessions. */
    public void pullPlug() throws IOException, InterruptedException {
        asPostgres("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    public void plugIn() throws IOException, InterruptedException {
        String options =
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder + " -c fsync=off";
        asPostgres("pg_ctl", "-D", data(), "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
    }

    /** Freezes its processes, as a machine that swaps or a disk that hangs; {@link #thaw} continues them. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).strip());
        List<String> command = new ArrayList<>(List.of("kill", signal, Long.toString(postmaster)));
        ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(each -> command.add(Long.toString(each.pid())));
        run(command);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void asPostgres(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                "postgres",
                "--regid",
                "postgres",
                "--clear-groups",
                "env",
                "HOME=" + folder,
                bin.resolve(program).toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sekisho-postgresql", ".out");
        // Into a file: the server inherits it, and would hold a pipe open.
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + " failed: " + Files.readString(output));
        }
        Files.delete(output);
    }

    /** Stops it and deletes its folder. */
    public void remove() throws IOException, InterruptedException {
        try {
            thaw();
            pullPlug();
        } catch (IOException e) {
            // The test has stopped it already.
        }
        run(List.of("rm", "-rf", folder.toString()));
    }
}
