// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.login.AddressMetrics;
import dev.sekisho.login.AddressMetrics.Gauged;
import dev.sekisho.login.LoginMessages;
import dev.sekisho.login.route.ProbeTargets.Place;
import dev.sekisho.login.route.ProbeTargets.Target;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Whether the addresses of mail hosts and MX hosts answer: each is asked for its protocol's greeting, off the login
 * path.
 *
 * <p>A bare connect says little: a listener of a hung server still takes it. What fails twice in a row is down, and up
 * again after one success; what was never asked is up. Each is asked in rounds; again {@link #CONFIRM_MILLIS} after a
 * first failure, so that a failure is made sure of at once; and when a login wants to go there and the last answer is
 * older than {@link #FRESH_NANOS}: nginx tells nobody whom it did not reach, but its client comes again.
 *
 * <p>Safe for use by many threads; a question never blocks.
 */
public final class HostHealth {
    /** Tries in a row that make an address down: one may be a restart. */
    private static final int FAILURES = 2;

    /** Between a first failure and the try that confirms it: longer than a listener's restart on a good day. */
    static final int CONFIRM_MILLIS = 300;

    /** A second: logins make an address asked no more often than that, however many they are. */
    static final long FRESH_NANOS = 1_000_000_000L;

    /** What is known about a target. */
    private static final class Health {
        private final Greeting greeting;
        private final AtomicBoolean asking = new AtomicBoolean();
        private volatile int failures;
        private volatile boolean asked;
        private volatile long askedAtNanos;

        Health(Greeting greeting, long now) {
            this.greeting = greeting;
            this.askedAtNanos = now;
        }
    }

    /** Runs a task after so many milliseconds, or never if Sekisho stops. */
    @FunctionalInterface
    public interface Later {
        void run(Runnable task, int millis);
    }

    private final Function<String, Optional<String>> resolver;
    private final GreetingProbe probe;
    private final Later later;
    private final AddressMetrics metrics;
    private final LongSupplier nanoClock;
    private final Map<Target, Health> known = new ConcurrentHashMap<>();
    private volatile Map<Gauged, Place> places = Map.of();
    private boolean crowded;

    /**
     * @param resolver the literal address for an address, which may be a name; never blocks
     * @param nanoClock {@link System#nanoTime()}, or a test's clock
     */
    public HostHealth(
            Function<String, Optional<String>> resolver,
            GreetingProbe probe,
            Later later,
            AddressMetrics metrics,
            LongSupplier nanoClock) {
        this.resolver = resolver;
        this.probe = probe;
        this.later = later;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    /** Whether a literal address answers, as far as is known; has it asked again if that is old. */
    boolean isUp(String address, int port) {
        Target target = new Target(address, port);
        Health health = known.get(target);
        if (health == null) {
            return true;
        }
        boolean up = health.failures < FAILURES;
        if (nanoClock.getAsLong() - health.askedAtNanos >= FRESH_NANOS) {
            ask(target, health);
        }
        return up;
    }

    /** The same for the API, without asking: {@code up}, {@code down}, or {@code unknown} if it was never asked. */
    public String word(String address, int port) {
        Health health = known.get(new Target(address, port));
        if (health == null || !health.asked) {
            return "unknown";
        }
        return health.failures < FAILURES ? "up" : "down";
    }

    /**
     * Every probed service as {@code HOST ADDRESS PROTOCOL}, and whether it is {@code up}, {@code down} or
     * {@code draining}.
     */
    public SortedMap<String, String> words() {
        SortedMap<String, String> words = new TreeMap<>();
        for (Gauged each : places.keySet()) {
            String word = isShownDraining(each) ? "draining" : isShownUp(each) ? "up" : "down";
            words.put(each.host() + ' ' + each.address() + ' ' + each.protocol(), word);
        }
        return words;
    }

    /** How many addresses and ports are down. */
    public int down() {
        return (int) known.values().stream()
                .filter(each -> each.failures >= FAILURES)
                .count();
    }

    /**
     * Asks every address of every probed host, and every MX, once, and forgets those that are gone. To be called by one
     * thread at a time.
     *
     * @param mxHosts lists of MX hosts
     * @param mxPort the port where they say none
     */
    public void ask(Collection<LoginHost> hosts, Collection<String> mxHosts, int mxPort) {
        ProbeTargets targets = new ProbeTargets(resolver);
        targets.addHosts(hosts);
        targets.addMx(mxHosts, mxPort);
        tellWhatIsLeft(targets.left());
        Map<Gauged, Place> now = Map.copyOf(targets.places());
        known.keySet().retainAll(now.values().stream().map(Place::target).collect(Collectors.toSet()));
        long time = nanoClock.getAsLong();
        now.values()
                .forEach(place -> known.computeIfAbsent(place.target(), each -> new Health(place.greeting(), time)));
        show(now);
        known.forEach(this::ask);
    }

    private void show(Map<Gauged, Place> now) {
        Set<Gauged> gone = new HashSet<>(places.keySet());
        Set<Gauged> come = new HashSet<>(now.keySet());
        gone.removeAll(now.keySet());
        come.removeAll(places.keySet());
        places = now;
        gone.forEach(metrics::forget);
        come.forEach(service -> metrics.watch(service, () -> isShownUp(service), () -> isShownDraining(service)));
    }

    private boolean isShownUp(Gauged service) {
        return Optional.ofNullable(places.get(service))
                .map(place -> known.get(place.target()))
                .map(health -> health.failures < FAILURES)
                .orElse(true);
    }

    private boolean isShownDraining(Gauged service) {
        return Optional.ofNullable(places.get(service)).map(Place::draining).orElse(false);
    }

    private void tellWhatIsLeft(int left) {
        if (left > 0 && !crowded) {
            LoginMessages.tooManyProbes(ProbeTargets.MAX_SERVICES, left);
        }
        crowded = left > 0;
    }

    private void ask(Target target, Health health) {
        if (health.asking.compareAndSet(false, true)) {
            var unused = probe.greets(target.address(), target.port(), health.greeting)
                    .thenAccept(good -> answered(target, health, good));
        }
    }

    private void answered(Target target, Health health, boolean good) {
        int before = health.failures;
        int failures = good ? 0 : Math.min(before + 1, FAILURES);
        if (failures == FAILURES && before < FAILURES) {
            LoginMessages.addressDown(target.address(), target.port());
        } else if (good && before >= FAILURES) {
            LoginMessages.addressUp(target.address(), target.port());
        }
        health.failures = failures;
        health.asked = true;
        health.askedAtNanos = nanoClock.getAsLong();
        health.asking.set(false);
        if (failures > 0 && failures < FAILURES) {
            later.run(() -> ask(target, health), CONFIRM_MILLIS);
        }
    }

    /** The services that are probed, for tests. */
    List<Gauged> services() {
        return List.copyOf(places.keySet());
    }
}
