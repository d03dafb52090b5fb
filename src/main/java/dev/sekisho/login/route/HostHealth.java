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
 * Knows which addresses of mail hosts and MX hosts answer: each is probed for the greeting of its protocol, outside the
 * path of a login.
 *
 * <p>A connection alone proves little: the listener of a hung server still accepts it. An address that fails twice in a
 * row is down, and up again after one success; an unknown address is up. Probes run in rounds, again
 * {@link #CONFIRM_MILLIS} after a first failure, and when a login needs an address whose last answer is older than
 * {@link #FRESH_NANOS}: nginx does not report a failed connection, but its client retries. Queries never block.
 */
public final class HostHealth {
    /** Failures in a row that make an address down: one may be a restart. */
    private static final int FAILURES = 2;

    /** The time between a first failure and the probe that confirms it: longer than a usual restart of a listener. */
    static final int CONFIRM_MILLIS = 300;

    /** One second: logins do not cause more probes than that. */
    static final long FRESH_NANOS = 1_000_000_000L;

    /** The state of a target. */
    private static final class Health {
        private final Greeting greeting;
        private final AtomicBoolean probing = new AtomicBoolean();
        private volatile int failures;
        private volatile boolean probed;
        private volatile long probedAtNanos;

        Health(Greeting greeting, long now) {
            this.greeting = greeting;
            this.probedAtNanos = now;
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
     * @param resolver finds the literal address of a host name; never blocks
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

    /** Whether a literal address answers, as far as is known; starts a probe if that is old. */
    boolean isUp(String address, int port) {
        Target target = new Target(address, port);
        Health health = known.get(target);
        if (health == null) {
            return true;
        }
        boolean up = health.failures < FAILURES;
        if (nanoClock.getAsLong() - health.probedAtNanos >= FRESH_NANOS) {
            probe(target, health);
        }
        return up;
    }

    /** The same for the API, without a probe: {@code up}, {@code down}, or {@code unknown} before the first probe. */
    public String word(String address, int port) {
        Health health = known.get(new Target(address, port));
        if (health == null || !health.probed) {
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

    /** The number of addresses and ports that are down. */
    public int down() {
        return (int) known.values().stream()
                .filter(each -> each.failures >= FAILURES)
                .count();
    }

    /**
     * Probes each address of each mail host, and each MX host, once, and removes those that are gone. Call it from one
     * thread at a time.
     *
     * @param mxHosts lists of MX hosts
     * @param mxPort the port for those without one
     */
    public void probe(Collection<LoginHost> hosts, Collection<String> mxHosts, int mxPort) {
        ProbeTargets targets = new ProbeTargets(resolver);
        targets.addHosts(hosts);
        targets.addMx(mxHosts, mxPort);
        logUnprobed(targets.left());
        Map<Gauged, Place> now = Map.copyOf(targets.places());
        known.keySet().retainAll(now.values().stream().map(Place::target).collect(Collectors.toSet()));
        long time = nanoClock.getAsLong();
        now.values()
                .forEach(place -> known.computeIfAbsent(place.target(), each -> new Health(place.greeting(), time)));
        show(now);
        known.forEach(this::probe);
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

    private void logUnprobed(int left) {
        if (left > 0 && !crowded) {
            LoginMessages.tooManyProbes(ProbeTargets.MAX_SERVICES, left);
        }
        crowded = left > 0;
    }

    private void probe(Target target, Health health) {
        if (health.probing.compareAndSet(false, true)) {
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
        health.probed = true;
        health.probedAtNanos = nanoClock.getAsLong();
        health.probing.set(false);
        if (failures > 0 && failures < FAILURES) {
            later.run(() -> probe(target, health), CONFIRM_MILLIS);
        }
    }

    /** The services that are probed, for tests. */
    List<Gauged> services() {
        return List.copyOf(places.keySet());
    }
}
