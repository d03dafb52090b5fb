// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.login.route.Greeting;
import dev.sekisho.login.route.GreetingProbe;
import dev.sekisho.login.route.HostHealth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Mail hosts that greet or do not, at once, as the test sets it; confined to its thread. */
public final class TestProbe implements GreetingProbe, AddressMetrics {
    public final List<String> probed = new ArrayList<>();
    public final List<Runnable> later = new ArrayList<>();
    public final TreeMap<String, BooleanSupplier> up = new TreeMap<>();
    public final TreeMap<String, BooleanSupplier> draining = new TreeMap<>();
    private final HostHealth health =
            new HostHealth(this::literal, this, (task, millis) -> later.add(task), this, this::nanos);
    private Set<String> dead = Set.of();
    private boolean silent;
    private long nanos;

    public HostHealth health() {
        return health;
    }

    public void setDead(String... addresses) {
        dead = new HashSet<>(List.of(addresses));
    }

    /** No host answers yet. */
    public void setSilent(boolean silent) {
        this.silent = silent;
    }

    public void pass(long passed) {
        nanos += passed;
    }

    /** A round of probes with its confirmations. */
    public void probe(LoginHost... hosts) {
        health.probe(List.of(hosts), List.of(), 25);
        runLater();
    }

    public void probeMx(String... lists) {
        health.probe(List.of(), List.of(lists), 25);
        runLater();
    }

    public void runLater() {
        while (!later.isEmpty()) {
            later.remove(0).run();
        }
    }

    /** What the gauge of a service shows, by host, address and protocol. */
    public boolean isUp(String service) {
        return Objects.requireNonNull(up.get(service)).getAsBoolean();
    }

    public boolean isDraining(String service) {
        return Objects.requireNonNull(draining.get(service)).getAsBoolean();
    }

    @Override
    public CompletionStage<Boolean> greets(String address, int port, Greeting greeting) {
        probed.add(address + " " + port + " " + greeting.word());
        return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(!dead.contains(address));
    }

    @Override
    public void watch(Gauged service, BooleanSupplier isUp, BooleanSupplier isDraining) {
        up.put(key(service), isUp);
        draining.put(key(service), isDraining);
    }

    @Override
    public void forget(Gauged service) {
        up.remove(key(service));
        draining.remove(key(service));
    }

    private static String key(Gauged service) {
        return service.host() + " " + service.address() + " " + service.protocol();
    }

    private Optional<String> literal(String address) {
        return Optional.of(address);
    }

    private long nanos() {
        return nanos;
    }
}
