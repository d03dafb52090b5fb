// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Postfix whose clients send one message after the other, with a balancer between it and the gates that gives each connection
 * to the next node that takes it. A policy question without an answer makes this Postfix defer the mail: that is seen.
 *
 * <p>Safe for use by many threads.
 */
final class PostfixLoad implements AutoCloseable {
    /** Of each message. */
    static final long RECIPIENTS = 2;

    private static final int PORT = 15_525;
    private static final int CLIENTS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final Path folder = Files.createTempDirectory("sekisho-postfix");
    private final ServerSocket balancer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<GateNode> nodes;
    private final List<String> accounts;
    private final Process postfix;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    PostfixLoad(List<GateNode> nodes, List<String> accounts) throws IOException {
        this.nodes = nodes;
        this.accounts = accounts;
        daemon(this::balance, "balancer");
        configure();
        postfix = new ProcessBuilder("postfix", "-c", folder + "/conf", "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log/postfix.out").toFile())
                .start();
        Awaitility.await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), PORT).close();
            return true;
        });
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            clients.add(daemon(() -> send(first), "smtp-client-" + i));
        }
    }

    private void configure() throws IOException {
        for (String each : List.of("", "conf", "queue", "data", "log")) {
            Path made = Files.createDirectories(folder.resolve(each));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setOwner(
                folder.resolve("data"),
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        String text =
                """
                compatibility_level = 3.6
                myhostname = gates.example.net
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
                gates = check_policy_service inet:127.0.0.1:GATES
                smtpd_relay_restrictions = check_sasl_access static:permit, reject
                smtpd_recipient_restrictions = $gates
                smtpd_end_of_data_restrictions = $gates
                default_transport = discard:
                """.replace("FOLDER", folder.toString()).replace("GATES", Integer.toString(balancer.getLocalPort()));
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
                """.replace("PORT", Integer.toString(PORT)));
    }

    private void balance() {
        while (!balancer.isClosed()) {
            try {
                Socket near = balancer.accept();
                Socket far = connect();
                daemon(() -> pump(near, far), "balancer");
                daemon(() -> pump(far, near), "balancer");
            } catch (IOException e) {
                if (!balancer.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Socket connect() throws IOException {
        for (int i = 1; ; i++) {
            try {
                return nodes.get(next.getAndIncrement() % nodes.size()).connect();
            } catch (IOException e) {
                if (i == nodes.size()) {
                    throw e;
                }
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            to.setSoTimeout(0);
            from.setSoTimeout(0);
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side went; the other is closed.
        }
    }

    private void send(int first) {
        String login = accounts.get(first % accounts.size());
        while (!ended) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
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
            }
        }
    }

    /** Whether the session is good for another message. */
    private boolean sends(Socket socket, BufferedReader in, String login) throws IOException {
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

    int passed() {
        return passed.get();
    }

    /** What was answered to mail that should have passed. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Warnings in Postfix's log. */
    List<String> warnings() throws IOException {
        return Files.readAllLines(folder.resolve("log/postfix.log")).stream()
                .filter(line -> line.contains("warning: ") || line.contains("error: ") || line.contains("fatal: "))
                .toList();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends it when each client has its last answer. */
    void end() {
        ended = true;
        try {
            for (Thread each : clients) {
                each.join(120_000);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Postfix: " + passed + " passed, " + refused.size() + " refused";
    }

    @Override
    public void close() throws IOException {
        end();
        postfix.descendants().forEach(ProcessHandle::destroy);
        postfix.destroy();
        postfix.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        balancer.close();
        Path kept = Path.of("target", "cluster-postfix.log");
        Files.copy(folder.resolve("log/postfix.log"), kept, StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
