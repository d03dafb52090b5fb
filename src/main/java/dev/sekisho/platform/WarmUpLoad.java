// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.BruteForceGuardedAuthenticator;
import dev.sekisho.password.Secret;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyDecoder;
import dev.sekisho.policy.PolicyLimits;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyProtocolException;
import dev.sekisho.policy.PolicyRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One round of the warm-up: exercises the hot paths before Sekisho is ready, so that the first requests do not wait for
 * class loading and the JIT.
 *
 * <p>Logins and policy requests go to {@link WarmUpServices}, so no counter, metric or log of production sees them. All
 * names end in a domain that can never receive mail (RFC 2606). HTTP requests go over real sockets to a path without a
 * resource, and each policy listener must accept a connection.
 *
 * <p>Used once, by one thread, which waits for the tasks that it starts.
 */
final class WarmUpLoad {
    /** Time limit of one exchange in milliseconds: the machine is busy at the start, but an answer must come. */
    private static final int ANSWER_MILLIS = 5000;

    /** The JIT's second compiler compiles methods after some 10,000 calls: several times that for each service. */
    private static final int POLICY_REQUESTS = 40_000;

    /** Logins of each client. Each hashes the password of an unknown user, so usually the time ends them first. */
    private static final int LOGINS = 4_000;

    /** Concurrent clients: two for each core of a small machine. */
    private static final int CLIENTS = 4;

    private static final String DOMAIN = "warm-up.invalid";

    private static final PolicyLimits LIMITS = new PolicyLimits(16_384, 4_096, 100);

    private final ServerConfig server;
    private final Configuration configuration;
    private final WarmUpServices services;
    private final AtomicInteger numbers = new AtomicInteger();

    WarmUpLoad(ServerConfig server, Configuration configuration, WarmUpServices services) {
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
        List<Callable<Integer>> policies = List.of(
                () -> policyRequests(services.sendLimits()::answer, end),
                () -> policyRequests(services.quotas()::decide, end));
        List<Callable<Integer>> tasks = new ArrayList<>(policies);
        for (int i = 0; i < CLIENTS; i++) {
            tasks.add(() -> logins(end));
        }
        try {
            List<Future<Integer>> done = executor.invokeAll(tasks);
            int requests = sum(done.subList(0, policies.size()));
            int logins = sum(done.subList(policies.size(), done.size()));
            return logins + " logins and " + requests + " policy requests in "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms";
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static int sum(List<Future<Integer>> counts) throws ExecutionException, InterruptedException {
        int sum = 0;
        for (Future<Integer> each : counts) {
            sum += each.get();
        }
        return sum;
    }

    private static void connect(ListenerConfig listener) throws IOException {
        String host = listener.address().equals("0.0.0.0") ? "127.0.0.1" : listener.address();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, listener.port()), ANSWER_MILLIS);
        }
    }

    private int policyRequests(PolicyListener service, long end) throws Exception {
        PolicyDecoder decoder = new PolicyDecoder("192.0.2.2", LIMITS);
        ByteBuffer answer = ByteBuffer.allocate(1024);
        int done = 0;
        while (done < POLICY_REQUESTS && System.nanoTime() < end) {
            String state = done % 2 == 0 ? "RCPT" : "END-OF-MESSAGE";
            PolicyAction action = await(service.onPolicyRequest(decode(decoder, policyRequest(state, done))));
            action.encodeTo(answer.clear());
            done++;
        }
        return done;
    }

    private static PolicyRequest decode(PolicyDecoder decoder, byte[] request) throws IOException {
        try {
            return decoder.decode(ByteBuffer.wrap(request)).orElseThrow();
        } catch (PolicyProtocolException e) {
            throw new IOException(e);
        }
    }

    private static byte[] policyRequest(String state, int number) {
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

                """.formatted(state, DOMAIN, state.equals("RCPT") ? 0 : 1, number)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private int logins(long end) throws Exception {
        byte[] request = "GET /auth/warm-up HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        int done = 0;
        while (done < LOGINS && System.nanoTime() < end) {
            http(request);
            login(services.logins(), numbers.incrementAndGet());
            done++;
        }
        return done;
    }

    private void http(byte[] request) throws IOException {
        String host = server.httpHost().equals("*") ? "127.0.0.1" : server.httpHost();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(host, server.httpPort()), ANSWER_MILLIS);
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!answer.matches("(?s)HTTP/1\\.[01] 404 .*")) {
                throw new IOException("unexpected HTTP answer: "
                        + answer.substring(0, Math.min(60, answer.length())).strip());
            }
        }
    }

    /** A login with its own user, password and network, so that no rule of brute-force protection blocks it. */
    private static void login(BruteForceGuardedAuthenticator logins, int number) throws Exception {
        String client = String.format("2001:db8:%x:%x::1", number & 0xffff, number >>> 16);
        await(logins.authenticate(new AuthRequest(
                AuthMethod.PLAIN,
                AuthProtocol.IMAP,
                "user" + number + "@" + DOMAIN,
                Secret.of("password " + number),
                "",
                1,
                client)));
    }

    private static <T> T await(CompletionStage<T> answer) throws Exception {
        try {
            return answer.toCompletableFuture().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + ANSWER_MILLIS + " ms", e);
        }
    }
}
