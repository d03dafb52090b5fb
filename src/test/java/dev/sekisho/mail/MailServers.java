// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * nginx, Postfix and two Dovecots as children of this JVM, with the configuration files of {@code src/test/mail}.
 *
 * <p>Addresses and ports are those of the files. Starting fails with an exception that names the server; what the
 * servers logged is in {@code target/mail} after {@link #close()}.
 *
 * <p>For the test thread; {@code close} may also be called by the shutdown hook.
 */
final class MailServers implements AutoCloseable {
    static final String NGINX = "127.0.0.1";
    static final int IMAP = 11143;
    static final int IMAPS = 11993;
    static final int POP3 = 11110;
    static final int POP3S = 11995;
    static final int SUBMISSION = 11587;
    static final int SUBMISSIONS = 11465;
    /** nginx's listener without login, in front of {@link #MX}. */
    static final int MX_THROUGH_NGINX = 11024;

    /** Postfix, mail from outside. */
    static final int MX = 11025;

    /** The sender's Postfix, which sends to {@link #MX}. */
    static final int SENDER = 11027;

    /**
     * An MX that queries at RCPT, through a {@link PolicyRelay}, and at the end of a message on different connections.
     */
    static final int MX_APART = 11029;

    /** An MX that sends all requests through a {@link PolicyRelay}. */
    static final int MX_RELAYED = 11030;

    /** A relay that takes mail by STARTTLS and with a login only. */
    static final int RELAY = 11037;

    /** Submission that queries at {@code MAIL} and {@code DATA}; the client sets the logged-in account by XCLIENT. */
    static final int SUBMISSION_STAGED = 11036;

    static final String HOST_A = "127.0.0.11";
    static final String HOST_B = "127.0.0.12";
    static final int BACKEND_IMAP = 11144;
    /** IMAP without nginx, and ManageSieve: Dovecot queries Sekisho by itself. */
    static final int DIRECT_IMAP = 11145;

    static final int DIRECT_SIEVE = 11190;
    static final int BACKEND_POP3 = 11111;
    static final int BACKEND_SUBMISSION = 11026;
    static final int BACKEND_LMTP = 11028;
    static final int BACKEND_QUOTA_STATUS = 11340;
    static final int BACKEND_DOVEADM = 11341;

    private static final Path DIR = MailFiles.DIR;
    private static final Path DOVECOT_LIBEXEC = Path.of("/usr/lib/dovecot");

    /** On two busy cores a server needs a second or two; a minute is a failure. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final Duration STOP = Duration.ofSeconds(15);

    private final List<Process> running = new ArrayList<>();
    private final Thread hook = new Thread(this::stop, "stop-mail-servers");

    /** The missing programs of this machine; empty for none. */
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root privileges");
        }
        Stream.of("nginx", "postfix", "dovecot", "doveadm", "openssl")
                .filter(command -> !isInstalled(command))
                .forEach(missing::add);
        Stream.of("imap", "pop3", "lmtp", "quota-status", "managesieve")
                .filter(service -> !Files.isExecutable(DOVECOT_LIBEXEC.resolve(service)))
                .forEach(service -> missing.add("Dovecot's " + service));
        if (!Files.exists(Path.of("/usr/lib/nginx/modules/ngx_mail_module.so"))) {
            missing.add("nginx's mail module");
        }
        return missing;
    }

    private static boolean isInstalled(String command) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    static MailServers started() {
        MailServers servers = new MailServers();
        Runtime.getRuntime().addShutdownHook(servers.hook);
        try {
            endAll();
            MailFiles.prepare();
            output("", List.of(selfSignedCertificate().split(" ", -1)));
            servers.startNginx();
            servers.startDovecot("dovecot-a");
            servers.startDovecot("dovecot-b");
            servers.startPostfix();
            return servers;
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw new IllegalStateException(
                    "The mail servers cannot be started; see " + MailFiles.LOGS.toAbsolutePath(), e);
        }
    }

    private void startNginx() {
        run("nginx", "nginx", "-e", DIR + "/log/nginx.log", "-c", DIR + "/nginx/nginx.conf", "-g", "daemon off;");
        awaitListening(NGINX, IMAP, POP3, SUBMISSION, MX_THROUGH_NGINX);
    }

    private void startPostfix() {
        run("postfix", "postfix", "-c", DIR + "/postfix", "start-fg");
        awaitListening(NGINX, MX);
        awaitListening(HOST_A, BACKEND_SUBMISSION);
        awaitListening(HOST_B, BACKEND_SUBMISSION);
    }

    /** @param host {@code dovecot-a} or {@code dovecot-b} */
    void startDovecot(String host) {
        run(host, "dovecot", "-F", "-c", configuration(host));
        awaitListening(
                address(host),
                BACKEND_IMAP,
                BACKEND_POP3,
                BACKEND_LMTP,
                BACKEND_QUOTA_STATUS,
                BACKEND_DOVEADM,
                DIRECT_IMAP,
                DIRECT_SIEVE);
    }

    /** Starts the sender's Postfix if it does not run; it ends with the others. */
    void startSender() throws IOException {
        if (isListening(NGINX, SENDER)) {
            return;
        }
        MailFiles.prepareSender();
        run("sender", "postfix", "-c", DIR + "/sender", "start-fg");
        awaitListening(NGINX, SENDER, MX_APART, MX_RELAYED, SUBMISSION_STAGED, RELAY);
    }

    /** Starts the sender's Postfix and what checks the logins at its {@link #RELAY}, once. */
    void startRelay() throws IOException {
        startSender();
        if (!Files.exists(DIR.resolve("relay/run/master.pid"))) {
            run("relay-login", "dovecot", "-F", "-c", DIR + "/sender/relay-login.conf");
            await().atMost(START).until(() -> Files.exists(DIR.resolve("relay/run/for-postfix")));
        }
    }

    /** What the sender's Postfix has logged so far. */
    String senderLog() throws IOException {
        return MailFiles.log("sender.log");
    }

    /** What our Postfix has logged so far. */
    String postfixLog() throws IOException {
        return MailFiles.log("postfix.log");
    }

    /** Stops one mail host with all its services. */
    void stopDovecot(String host) throws IOException {
        end(DIR.resolve(host + "/run/master.pid"));
    }

    /** Runs {@code doveadm} on one mail host and returns what it printed. */
    String doveadm(String host, String... arguments) {
        List<String> command = new ArrayList<>(List.of("doveadm", "-c", configuration(host)));
        command.addAll(List.of(arguments));
        return output("", command);
    }

    /** Puts a message of exactly this size, counted as Dovecot's quota does, into the user's INBOX. */
    void save(String host, String user, int sizeBytes) {
        String head = "Subject: filling\r\n\r\n";
        String body = "x".repeat(sizeBytes - head.length() - 2) + "\r\n";
        output(head + body, List.of("doveadm", "-c", configuration(host), "save", "-u", user));
    }

    /** The quota-status processes that a mail host runs at the moment. */
    List<ProcessHandle> quotaStatusProcesses(String host) throws IOException {
        return pid(DIR.resolve(host + "/run/master.pid"))
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/quota-status"))
                .toList();
    }

    private static String configuration(String host) {
        return DIR + "/dovecot/" + host + ".conf";
    }

    private static String address(String host) {
        return "dovecot-a".equals(host) ? HOST_A : HOST_B;
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private synchronized void stop() {
        try {
            endAll();
            MailFiles.keepLogs();
        } catch (IOException e) {
            throw new UncheckedIOException("Stopping the mail servers", e);
        } finally {
            // Servers that ended before they wrote a pid file.
            running.forEach(Process::destroyForcibly);
            running.clear();
        }
    }

    /** By their pid files, so that it also ends servers of a killed run. */
    private static void endAll() throws IOException {
        for (String file : List.of(
                "nginx.pid",
                "postfix-queue/pid/master.pid",
                "sender-queue/pid/master.pid",
                "relay/run/master.pid",
                "dovecot-a/run/master.pid",
                "dovecot-b/run/master.pid")) {
            end(DIR.resolve(file));
        }
    }

    private static void end(Path pidFile) throws IOException {
        Optional<ProcessHandle> server = pid(pidFile).filter(MailServers::isMailServer);
        if (server.isEmpty()) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(server.stream(), server.get().descendants()).toList();
        server.get().destroy();
        try {
            server.get().onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Killed below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A child process that a test has stopped gets no signal of its master and would keep the port.
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static Optional<ProcessHandle> pid(Path file) throws IOException {
        return Files.exists(file)
                ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** The number in an old file may be another process by now. */
    private static boolean isMailServer(ProcessHandle process) {
        String command = process.info().command().orElse("");
        return command.endsWith("/nginx") || command.endsWith("/dovecot") || command.endsWith("/postfix/sbin/master");
    }

    private static String selfSignedCertificate() {
        return "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail.example.net"
                + " -keyout " + DIR + "/tls/mail.key -out " + DIR + "/tls/mail.crt";
    }

    private void run(String name, String... command) {
        try {
            Path output = DIR.resolve("log").resolve(name + ".out");
            running.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Starting " + name, e);
        }
    }

    /** Runs a command and returns what it printed; fails if it fails. */
    static String output(String... command) {
        return output("", List.of(command));
    }

    private static String output(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("Running " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + command, e);
        }
    }

    private static void awaitListening(String address, int... ports) {
        for (int port : ports) {
            await().alias(address + ":" + port + " listens").atMost(START).until(() -> isListening(address, port));
        }
    }

    private static boolean isListening(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
