// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import dev.sekisho.decision.DecisionLog;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.sendlimit.counter.SendCounters;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The requests of the warm-up: HTTP requests as nginx sends them and policy requests as Postfix sends them, through
 * sockets, so that class loading and JIT compilation do not delay the first real requests.
 *
 * <p>All names end in a domain that is random for each start and can never receive mail (RFC 2606). The decision log
 * omits them, and their one counter is reset afterwards.
 *
 * <p>Used once, by one thread, which waits for the clients that it starts.
 */
final class WarmUpLoad {
    /** Timeout of an exchange in milliseconds, generous because the machine is busy with the start. */
    private static final int SOCKET_MILLIS = 5000;

    /**
     * For each listener: several times the about 10,000 calls after which the JIT's second compiler compiles a method.
     */
    private static final int POLICY_REQUESTS = 40_000;

    /** Logins of each client. The hash for an unknown user makes them expensive, so the time limit ends them first. */
    private static final int LOGINS = 4_000;

    /** Concurrent login clients: two for each core of a small machine. */
    private static final int CLIENTS = 4;

    private final ServerConfig server;
    private final LoginConfig loginConfig;
    private final Configuration configuration;
    private final SendCounters counters;
    private final DecisionLog log;
    private final String domain = UUID.randomUUID() + ".warm-up.invalid";

    WarmUpLoad(
            ServerConfig server,
            LoginConfig loginConfig,
            Configuration configuration,
            SendCounters counters,
            DecisionLog log) {
        this.server = server;
        this.loginConfig = loginConfig;
        this.configuration = configuration;
        this.counters = counters;
        this.log = log;
    }

    /** Sends requests to all services concurrently and returns figures for the log. */
    String run(ExecutorService executor) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + server.warmUpSeconds() * 1_000_000_000L;
        log.warmUp(domain);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (ListenerConfig listener : configuration.listeners()) {
                tasks.add(() -> policyRequests(listener, end));
            }
            int listeners = tasks.size();
            for (int i = 0; i < CLIENTS; i++) {
                tasks.add(() -> logins(end));
            }
            List<Future<Integer>> done = executor.invokeAll(tasks);
            int policy = 0;
            int logins = 0;
            for (int i = 0; i < done.size(); i++) {
                int count = done.get(i).get();
                policy += i < listeners ? count : 0;
                logins += i < listeners ? 0 : count;
            }
            return logins + " logins and " + policy + " policy requests in " + (System.nanoTime() - begin) / 1_000_000
                    + " ms";
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            log.warmUp("");
            counters.reset("sender@" + domain);
        }
    }

    private int policyRequests(ListenerConfig listener, long end) throws IOException {
        int done = 0;
        String host = listener.address().equals("0.0.0.0") ? "127.0.0.1" : listener.address();
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.connect(new InetSocketAddress(host, listener.port()), SOCKET_MILLIS);
            byte[] answer = new byte[1024];
            while (done < POLICY_REQUESTS && System.nanoTime() < end) {
                String state = done % 2 == 0 ? "RCPT" : "END-OF-MESSAGE";
                socket.getOutputStream().write(policyRequest(state, done));
                readAnswer(socket.getInputStream(), answer);
                done++;
            }
        }
        return done;
    }

    private byte[] policyRequest(String state, int number) {
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
                policy_context=

                """.formatted(state, domain, state.equals("RCPT") ? 0 : 1, number)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void readAnswer(InputStream in, byte[] answer) throws IOException {
        int length = 0;
        do {
            int read = in.read(answer, length, answer.length - length);
            if (read <= 0) {
                throw new IOException("the policy listener closed the connection");
            }
            length += read;
        } while (answer[length - 1] != '\n' || length < 2 || answer[length - 2] != '\n');
    }

    private int logins(long end) throws IOException {
        int done = 0;
        byte[] request = ("GET /auth/nginx HTTP/1.0\r\nHost: 127.0.0.1\r\nAuth-Method: plain\r\nAuth-User: sender@"
                        + domain + "\r\nAuth-Pass: warm-up\r\nAuth-Protocol: imap\r\nAuth-Login-Attempt: 1\r\n"
                        + "Client-IP: 192.0.2.1\r\nX-Auth-Key: " + loginConfig.key() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        String host = server.httpHost().equals("*") ? "127.0.0.1" : server.httpHost();
        while (done < LOGINS && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(SOCKET_MILLIS);
                socket.connect(new InetSocketAddress(host, server.httpPort()), SOCKET_MILLIS);
                socket.getOutputStream().write(request);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                if (!answer.contains("Auth-Status:")) {
                    throw new IOException("invalid response of the authentication backend: "
                            + answer.substring(0, Math.min(60, answer.length())).strip());
                }
            }
            done++;
        }
        return done;
    }
}
