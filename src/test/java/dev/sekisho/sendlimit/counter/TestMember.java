// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.cluster.ClusterConfig;
import dev.sekisho.cluster.HazelcastCaches;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A member of a cluster in a process of its own: the real counters on the real store, without a server around them.
 *
 * <p>Arguments: its address, its port, all members. Commands on standard input, an answer line each: {@code count}
 * (begins to count, with four threads, one message after the other), {@code halt} (answers how many messages were
 * counted, and the longest in ms), {@code used} (what the cluster has counted in all), {@code fill} (sends for one
 * account until its limit refuses; answers how many were admitted), {@code filled} (what that account has used),
 * {@code one} (one more of it), {@code members}, {@code leave}.
 *
 * <p>Confined to its process.
 */
public final class TestMember {
    /** Accounts that all members count for; some are on every member. */
    static final int ACCOUNTS = 20;

    /** What one account more may send in a day. */
    static final int LIMIT = 500;

    private static final int THREADS = 4;

    private final HazelcastCaches caches;
    private final SendCounters counters;
    private final List<Sender> senders = new ArrayList<>();
    private final Sender limited;
    private final AtomicBoolean counting = new AtomicBoolean();
    private final AtomicLong messages = new AtomicLong(System.nanoTime());
    private final AtomicLong longestNanos = new AtomicLong();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final List<Future<Long>> counts = new ArrayList<>();

    private TestMember(HazelcastCaches caches) {
        this.caches = caches;
        TestDirectory directory = new TestDirectory();
        for (int i = 0; i < ACCOUNTS; i++) {
            senders.add(directory.put("account" + i + "@example.org", "100000000/1d"));
        }
        this.limited = directory.put("limited@example.org", LIMIT + "/1d");
        this.counters = new SendCounters(caches, directory, Clock.systemUTC(), event -> {});
    }

    /** On loopback. */
    public static ClusterConfig config(int port, int... ports) {
        return config(
                "127.0.0.1",
                port,
                Arrays.stream(ports).mapToObj(each -> "127.0.0.1:" + each).collect(Collectors.joining(",")));
    }

    private static ClusterConfig config(String address, int port, String members) {
        return ClusterConfig.read(new Settings(new TestConfig(Map.of(
                "sekisho.cluster.members",
                members,
                "sekisho.cluster.address",
                address,
                "sekisho.cluster.port",
                Integer.toString(port),
                "sekisho.cluster.secret",
                "9Qm2Zt7rV4xK8bN5cW3yHs6dLf"))));
    }

    public static void main(String[] arguments) throws Exception {
        TestMember member = new TestMember(HazelcastCaches.join(
                config(arguments[0], Integer.parseInt(arguments[1]), arguments[2]), Clock.systemUTC()));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        out.println("joined");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = in.readLine(); command != null; command = in.readLine()) {
            out.println(member.obey(command));
            if (command.equals("leave")) {
                break;
            }
        }
        System.exit(0);
    }

    private String obey(String command) throws Exception {
        return switch (command) {
            case "count" -> {
                counting.set(true);
                for (int i = 0; i < THREADS; i++) {
                    counts.add(executor.submit((Callable<Long>) this::countOn));
                }
                yield "counting";
            }
            case "halt" -> {
                counting.set(false);
                long sum = 0;
                for (Future<Long> each : counts) {
                    sum += each.get();
                }
                counts.clear();
                yield sum + " " + longestNanos.get() / 1_000_000;
            }
            case "used" ->
                Long.toString(senders.stream()
                        .mapToLong(each -> counters.usage(each.account()).get(0).used())
                        .sum());
            case "reserved" ->
                Long.toString(senders.stream()
                        .mapToLong(each -> counters.usage(each.account()).get(0).reserved())
                        .sum());
            case "fill" -> {
                int admitted = 0;
                for (int i = 0; i < 2 * LIMIT; i++) {
                    admitted += TestAttempt.count(counters, limited, 1, 0, messages.incrementAndGet())
                                            .outcome()
                                    == LimitResult.Outcome.ADMITTED
                            ? 1
                            : 0;
                }
                yield Integer.toString(admitted);
            }
            case "filled" ->
                Long.toString(counters.usage(limited.account()).get(0).used());
            case "one" ->
                TestAttempt.count(counters, limited, 1, 0, messages.incrementAndGet())
                        .outcome()
                        .name();
            case "members" -> Integer.toString(caches.members());
            case "leave" -> {
                caches.close();
                yield "left";
            }
            default -> throw new IOException("unknown command " + command);
        };
    }

    private long countOn() {
        long counted = 0;
        while (counting.get()) {
            long message = messages.incrementAndGet();
            Sender sender = senders.get((int) Math.floorMod(message, (long) ACCOUNTS));
            long begin = System.nanoTime();
            TestAttempt.reserve(counters, sender, "someone@example.com", message);
            LimitResult limitResult = TestAttempt.count(counters, sender, 1, 0, message);
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
            // Counted before is counted too: the store may have run it twice.
            counted += limitResult.outcome() == LimitResult.Outcome.REFUSED ? 0 : 1;
        }
        return counted;
    }
}
