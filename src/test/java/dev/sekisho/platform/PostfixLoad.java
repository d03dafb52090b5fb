// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Postfix whose clients send one message after the other, and a real HAProxy between it and the nodes, with the
 * configuration that docs/haproxy.md shows. A request without an answer makes this Postfix defer the mail: that is
 * seen.
 */
@ThreadSafe
final class PostfixLoad implements AutoCloseable {
    /** Of each message. */
    static final long RECIPIENTS = 2;

    private static final int SMTP = 15_525;
    private static final int BALANCER = 15_500;
    private static final int CLIENTS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final Path HAPROXY = Path.of("src/test/mail/haproxy/haproxy.cfg");

    /** For a busy machine; the test is about Postfix's own time limit for a policy service, not about this one. */
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder = Files.createTempDirectory("sekisho-postfix");
    private final List<String> accounts;
    private final List<Process> servers = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    private PostfixLoad(List<String> accounts) throws IOException {
        this.accounts = accounts;
    }

    static boolean isInstalled() {
        return Stream.of("postfix", "haproxy").allMatch(each -> Files.isExecutable(Path.of("/usr/sbin", each)));
    }

    static PostfixLoad start(List<String> accounts) throws IOException {
        PostfixLoad load = new PostfixLoad(accounts);
        try {
            load.configure();
            load.run("haproxy", "-db", "-f", HAPROXY.toString());
            load.run("postfix", "-c", load.folder + "/conf", "start-fg");
            for (int port : new int[] {BALANCER, SMTP}) {
                Awaitility.await()
                        .alias("port " + port)
                        .atMost(START)
                        .ignoreExceptions()
                        .until(() -> {
                            connect(port).close();
                            return true;
                        });
            }
            for (int i = 0; i < CLIENTS; i++) {
                int first = i;
                Thread client = new Thread(() -> load.send(first), "smtp-client-" + i);
                load.clients.add(client);
                client.start();
            }
            return load;
        } catch (IOException | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    private void run(String... command) throws IOException {
        servers.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log/" + command[0] + ".out").toFile())
                .start());
    }

    private void configure() throws IOException {
        for (String each : List.of("", "conf", "queue", "data", "log")) {
            Path made = Files.createDirectories(folder.resolve(each));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setOwner(
                folder.resolve("data"),
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        String text = """
                compatibility_level = 3.6
                myhostname = balanced.example.net
                mydestination =
                inet_protocols = ipv4
                alias_maps =
                local_recipient_maps =
                queue_directory = FOLDER/queue
                data_directory = FOLDER/data
                maillog_file = FOLDER/log/postfix.log
                maillog_file_prefixes = FOLDER
                smtpd_authorized_xclient_hosts = 127.0.0.0/8
                smtpd_sasl_auth_enable = yes
                smtpd_tls_security_level = none
                smtpd_tls_auth_only = yes
                smtpd_sasl_path = none
                nodes = check_policy_service { inet:127.0.0.1:BALANCER, timeout=5s }
                smtpd_relay_restrictions = check_sasl_access static:permit, reject
                smtpd_recipient_restrictions = $nodes
                smtpd_end_of_data_restrictions = $nodes
                default_transport = discard:
                """.replace("FOLDER", folder.toString()).replace("BALANCER", Integer.toString(BALANCER));
        Files.writeString(folder.resolve("conf/main.cf"), text);
        Files.writeString(folder.resolve("conf/master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                showq unix n - n - - showq
                postlog unix-dgram n - n - 1 postlogd
                """.replace("PORT", Integer.toString(SMTP)));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        return socket;
    }

    private void send(int first) {
        String login = accounts.get(first % accounts.size());
        while (!ended) {
            try (Socket socket = connect(SMTP)) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                reply(in);
                for (String each : List.of("EHLO client.example", "XCLIENT LOGIN=" + login, "EHLO client.example")) {
                    say(socket, in, each);
                }
                while (!ended && sends(socket, in, login)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                refused.add(String.valueOf(e));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Whether the session can send another message. */
    private boolean sends(Socket socket, BufferedReader in, String login) throws IOException {
        long begin = System.nanoTime();
        List<String> commands = new ArrayList<>(List.of("MAIL FROM:<" + login + ">"));
        for (int i = 0; i < RECIPIENTS; i++) {
            commands.add("RCPT TO:<recipient" + i + "@example.com>");
        }
        commands.addAll(List.of("DATA", "Subject: a test\r\n\r\nHello.\r\n."));
        for (String command : commands) {
            String answer = say(socket, in, command);
            if (!answer.startsWith("2") && !answer.startsWith("354")) {
                refused.add(command + ": " + answer);
                return false;
            }
        }
        longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        passed.incrementAndGet();
        return true;
    }

    private static String say(Socket socket, BufferedReader in, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply(in);
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("Postfix has closed the connection");
        }
        return line;
    }

    /** Messages that were taken. */
    int passed() {
        return passed.get();
    }

    /** The refusals of mail that should have passed. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Lines of Postfix's log that report problems, except the clocks of a virtual machine, which differ by a tick at
     * times.
     */
    List<String> warnings() throws IOException {
        return Files.readAllLines(folder.resolve("log/postfix.log")).stream()
                .filter(line ->
                        Stream.of("warning: ", "error: ", "fatal: ", "panic: ").anyMatch(line::contains))
                .filter(line -> Stream.of("warning: file system clock is ", "warning: resetting file time stamps")
                        .noneMatch(line::contains))
                .toList();
    }

    /** Ends it when each client has its last answer. */
    void end() {
        ended = true;
        try {
            for (Thread each : clients) {
                each.join(Duration.ofMinutes(2).toMillis());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Postfix: " + passed + " passed, " + refused.size() + " refused, longest "
                + TimeUnit.NANOSECONDS.toMillis(longestNanos.get()) + " ms";
    }

    /**
     * Stops both servers, also where the start has failed; Postfix's log stays in {@code target/cluster-postfix.log}.
     */
    @Override
    public void close() throws IOException {
        end();
        for (Process each : servers) {
            List<ProcessHandle> children = each.descendants().toList();
            each.destroy();
            each.onExit().completeOnTimeout(each, 10, TimeUnit.SECONDS).join().destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        Path log = folder.resolve("log/postfix.log");
        if (Files.exists(log)) {
            Files.copy(log, Path.of("target", "cluster-postfix.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
