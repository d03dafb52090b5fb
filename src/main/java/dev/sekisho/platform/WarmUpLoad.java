// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import dev.sekisho.connector.StandaloneListener;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One round of the warm-up: exercises the hot paths before Sekisho is ready, so that the first requests do not wait for
 * class loading and the JIT.
 *
 * <p>Logins and policy requests go to {@link WarmUpServices}, so no counter, metric or log of production sees them.
 * Logins go over real sockets through the HTTP server to {@link WarmUpResource}; each policy listener must accept a
 * connection.
 *
 * <p>Used once, by one thread, which waits for the tasks that it starts.
 */
final class WarmUpLoad {
    /** Time limit of one exchange in milliseconds: the machine is busy at the start, but an answer must come. */
    private static final int ANSWER_MILLIS = 5000;

    /** One login in so many is that of an unknown user, whose password costs a hash of the default scheme. */
    private static final int UNKNOWN_EVERY = 100;

    /** The rate of logins has settled if it does not grow by a tenth for so many seconds. */
    private static final int FLAT_SECONDS = 4;

    private static final double GROWTH = 1.1;

    private static final String[] PROTOCOLS = {"imap", "pop3", "smtp"};

    /** Concurrent logins: two for each core of a small machine. */
    private static final int CLIENTS = 4;

    /** The JIT's second compiler compiles methods after some 10,000 calls. */
    private static final int POLICY_REQUESTS = 60_000;

    /** Connections of a policy client. */
    private static final int CONNECTIONS = 8;

    /** The policy context of requests for the quota service. */
    private static final String QUOTA = "quota";

    private final ServerConfig server;
    private final Configuration configuration;
    private final WarmUpServices services;
    private final WarmUpResource resource;
    private final String key;
    private final AtomicInteger loginNumbers = new AtomicInteger();
    private final AtomicInteger policyNumbers = new AtomicInteger();
    private volatile boolean settled;

    /** @param key the value of {@code X-Auth-Key}; empty for none */
    WarmUpLoad(
            ServerConfig server,
            Configuration configuration,
            WarmUpServices services,
            WarmUpResource resource,
            String key) {
        this.resource = resource;
        this.key = key;
        this.server = server;
        this.configuration = configuration;
        this.services = services;
    }

    /** Exercises all services at the same time; returns figures for the log. */
    String run(ExecutorService executor) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(server.warmUpSeconds());
        for (ListenerConfig listener : configuration.listeners()) {
            connect(listener);
        }
        String path = "/auth/warm-up/" + resource.open(services.logins());
        try (StandaloneListener listener = StandaloneListener.open("warm-up", this::answer, executor)) {
            int port = port(listener, end);
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> policyRequests(port, end));
            for (int i = 0; i < CLIENTS; i++) {
                tasks.add(() -> logins(path, end));
            }
            List<Future<Integer>> started = tasks.stream().map(executor::submit).toList();
            watch(end);
            for (Future<Integer> each : started) {
                each.get();
            }
            return loginNumbers + " logins and " + policyNumbers + " policy requests in "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms";
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            settled = true;
            resource.close();
        }
    }

    private static int port(StandaloneListener listener, long end) throws IOException, InterruptedException {
        while (!listener.isBound()) {
            if (System.nanoTime() > end) {
                throw new IOException("no port for the warm-up");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return listener.port();
    }

    private static void connect(ListenerConfig listener) throws IOException {
        String host = listener.address().equals("0.0.0.0") ? "127.0.0.1" : listener.address();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, listener.port()), ANSWER_MILLIS);
        }
    }

    /** Requests of one client over several connections, which write together and so arrive together. */
    private int policyRequests(int port, long end) throws IOException {
        List<Socket> connections = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.setTcpNoDelay(true);
                connections.add(socket);
            }
            int done = 0;
            while (System.nanoTime() < end && policyNumbers.get() < POLICY_REQUESTS) {
                for (Socket each : connections) {
                    each.getOutputStream().write(policyRequest(policyNumbers.incrementAndGet()));
                }
                for (Socket each : connections) {
                    readAnswer(each);
                    done++;
                }
            }
            return done;
        } finally {
            for (Socket each : connections) {
                each.close();
            }
        }
    }

    private static void readAnswer(Socket socket) throws IOException {
        byte[] answer = new byte[1024];
        int length = 0;
        while (length < 2 || answer[length - 1] != '\n' || answer[length - 2] != '\n') {
            int read = socket.getInputStream().read(answer, length, answer.length - length);
            if (read <= 0) {
                throw new IOException("a policy request was not answered");
            }
            length += read;
        }
    }

    private CompletionStage<PolicyAction> answer(PolicyRequest request) {
        return request.policyContext().equals(QUOTA)
                ? services.quotas().decide(request)
                : services.sendLimits().answer(request);
    }

    /** Of four requests, two are for the quota service, and two are at the end of a message. */
    private static byte[] policyRequest(int number) {
        String state = number % 2 == 0 ? "RCPT" : "END-OF-MESSAGE";
        return """
                request=smtpd_access_policy
                protocol_state=%s
                protocol_name=ESMTP
                client_address=192.0.2.1
                client_name=unknown
                client_port=50000
                reverse_client_name=unknown
                server_address=192.0.2.2
                server_port=587
                helo_name=client.example.com
                sender=sender@%2$s
                recipient=recipient@%2$s
                recipient_count=%3$d
                queue_id=%4$X
                instance=%4$x.0.0.0
                size=1000
                etrn_domain=
                stress=
                sasl_method=XCLIENT
                sasl_username=sender@%2$s
                sasl_sender=
                ccert_subject=
                ccert_issuer=
                ccert_fingerprint=
                ccert_pubkey_fingerprint=
                encryption_protocol=
                encryption_cipher=
                encryption_keysize=0
                policy_context=%5$s

                """.formatted(state, WarmUpAccounts.DOMAIN, number % 2, number, number / 2 % 2 == 0 ? "" : QUOTA)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Logins of one client, each on its own connection, as nginx sends them. */
    private int logins(String path, long end) throws IOException {
        int done = 0;
        while (System.nanoTime() < end && !settled) {
            int number = loginNumbers.incrementAndGet();
            boolean known = number % UNKNOWN_EVERY != 0;
            login(path, number, known);
            done++;
        }
        return done;
    }

    /** A login with its own user and network, so that no rule of brute-force protection blocks it. */
    private void login(String path, int number, boolean known) throws IOException {
        String request = "GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: plain\r\n"
                + "X-Auth-Key: " + key + "\r\nAuth-User: "
                + (known ? "user" : WarmUpAccounts.UNKNOWN) + number + "@" + WarmUpAccounts.DOMAIN
                + "\r\nAuth-Pass: " + WarmUpAccounts.PASSWORD + "\r\nAuth-Protocol: "
                + PROTOCOLS[number % PROTOCOLS.length]
                + "\r\nAuth-Login-Attempt: 1\r\nClient-IP: "
                + String.format("2001:db8:%x:%x::1", number & 0xffff, number >>> 16) + "\r\n\r\n";
        String answer = http(request);
        if (!answer.startsWith("HTTP/1.") || !answer.contains(" 200 ") || answer.contains("Auth-Status: OK") != known) {
            throw new IOException("unexpected answer to a login: "
                    + answer.substring(0, Math.min(60, answer.length())).strip());
        }
    }

    private String http(String request) throws IOException {
        String host = server.httpHost().equals("*") ? "127.0.0.1" : server.httpHost();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(host, server.httpPort()), ANSWER_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Ends the round when the rate of logins has not grown for some seconds: the JIT has compiled what they use. */
    private void watch(long end) throws InterruptedException {
        int best = 0;
        int flat = 0;
        int before = 0;
        while (System.nanoTime() < end && flat < FLAT_SECONDS) {
            TimeUnit.SECONDS.sleep(1);
            int rate = loginNumbers.get() - before;
            before += rate;
            // While policy requests take their share, the rate of logins shows nothing.
            if (policyNumbers.get() >= POLICY_REQUESTS) {
                flat = rate > best * GROWTH ? 0 : flat + 1;
                best = Math.max(best, rate);
            }
        }
        settled = true;
    }
}
