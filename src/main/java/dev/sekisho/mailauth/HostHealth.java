// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.HostAddress;
import dev.sekisho.account.LoginHost;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Whether the addresses of mail hosts answer: each is asked for its protocol's greeting, all the time, off the login path.
 *
 * <p>A bare connect says little: a listener of a hung server still takes it. What fails twice in a row is down, and up again
 * after one success; what was never asked is up. IMAP and POP3 get {@code PROXY UNKNOWN} first, as a Dovecot with {@code
 * haproxy = yes} greets nobody without it, and one without takes it for a wrong command after its greeting.
 *
 * <p>Safe for use by many threads; a question never blocks.
 */
public final class HostHealth {
    /** Tries in a row that make an address down: one may be a restart. */
    private static final int FAILURES = 2;

    /** Longest greeting that is read, in bytes. */
    private static final int GREETING_BYTES = 512;

    /** What a protocol's server says first, and what is said before and after. */
    private enum Greeting {
        IMAP("* OK", "PROXY UNKNOWN\r\n", "a LOGOUT\r\n"),
        POP3("+OK", "PROXY UNKNOWN\r\n", "QUIT\r\n"),
        SMTP("220", "", "QUIT\r\n");

        private final String begin;
        private final String before;
        private final String after;

        Greeting(String begin, String before, String after) {
            this.begin = begin;
            this.before = before;
            this.after = after;
        }
    }

    /** An address that is asked, a literal. */
    private record Target(String address, int port) {}

    /** What is known about a target. */
    private static final class Health {
        private final AtomicBoolean asking = new AtomicBoolean();
        private volatile int failures;
        private volatile boolean asked;
    }

    private final Function<String, Optional<String>> resolver;
    private final int timeoutMillis;
    private final Map<Target, Health> known = new ConcurrentHashMap<>();

    public HostHealth(Function<String, Optional<String>> resolver, int timeoutMillis) {
        this.resolver = resolver;
        this.timeoutMillis = timeoutMillis;
    }

    /** Whether a literal address answers, as far as is known. */
    boolean isUp(String address, int port) {
        Health health = known.get(new Target(address, port));
        return health == null || health.failures < FAILURES;
    }

    /** The same for the API: {@code up}, {@code down}, or {@code unknown} if it was never asked. */
    public String word(String address, int port) {
        Health health = known.get(new Target(address, port));
        if (health == null || !health.asked) {
            return "unknown";
        }
        return health.failures < FAILURES ? "up" : "down";
    }

    /** How many addresses and ports are down. */
    public int down() {
        return (int) known.values().stream()
                .filter(each -> each.failures >= FAILURES)
                .count();
    }

    /** Asks every address of every probed host once, each on a thread of {@code executor}, and forgets those that are gone. */
    public void ask(Collection<LoginHost> hosts, Executor executor) {
        Map<Target, Greeting> targets = targets(hosts);
        known.keySet().retainAll(Set.copyOf(targets.keySet()));
        targets.forEach((target, greeting) -> {
            Health health = known.computeIfAbsent(target, each -> new Health());
            if (health.asking.compareAndSet(false, true)) {
                try {
                    executor.execute(() -> ask(target, greeting, health));
                } catch (RejectedExecutionException e) {
                    // The server is stopping, or has no room now: the next round asks.
                    health.asking.set(false);
                }
            }
        });
    }

    private Map<Target, Greeting> targets(Collection<LoginHost> hosts) {
        Map<Target, Greeting> targets = new HashMap<>();
        for (LoginHost host : hosts) {
            if (host.probe()) {
                for (HostAddress each : host.addresses()) {
                    resolver.apply(each.address()).ifPresent(literal -> {
                        targets.put(new Target(literal, host.imapPort()), Greeting.IMAP);
                        targets.put(new Target(literal, host.pop3Port()), Greeting.POP3);
                        if (host.smtpAddress().isEmpty()) {
                            targets.put(new Target(literal, host.smtpPort()), Greeting.SMTP);
                        }
                    });
                }
                host.smtpAddress()
                        .flatMap(resolver)
                        .ifPresent(literal -> targets.put(new Target(literal, host.smtpPort()), Greeting.SMTP));
            }
        }
        return targets;
    }

    private void ask(Target target, Greeting greeting, Health health) {
        boolean good = greets(target, greeting);
        int failures = good ? 0 : Math.min(health.failures + 1, FAILURES);
        if (failures == FAILURES && health.failures < FAILURES) {
            MailAuthMessages.addressDown(target.address, target.port);
        } else if (good && health.failures >= FAILURES) {
            MailAuthMessages.addressUp(target.address, target.port);
        }
        health.failures = failures;
        health.asked = true;
        health.asking.set(false);
    }

    private boolean greets(Target target, Greeting greeting) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(timeoutMillis);
            socket.connect(new InetSocketAddress(target.address, target.port), timeoutMillis);
            socket.getOutputStream().write(greeting.before.getBytes(StandardCharsets.US_ASCII));
            boolean good =
                    line(new BufferedInputStream(socket.getInputStream())).startsWith(greeting.begin);
            socket.getOutputStream().write(greeting.after.getBytes(StandardCharsets.US_ASCII));
            return good;
        } catch (IOException e) {
            // Whatever it was: nobody can log in there now. The message on the change of state is enough.
            return false;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < GREETING_BYTES; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
