// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Resolves the addresses of mail hosts, which may be host names, to literal IP addresses, because nginx accepts only
 * literals.
 *
 * <p>Names are resolved on the container's threads, never on the caller's. A request for an address older than 30
 * seconds starts a refresh; during the refresh, and if it fails, the previous address is returned. If a name has
 * several addresses, the current one stays as long as it is among them. {@link DirectoryCache} requests every mail host
 * continually, so only a name that is new or was never resolved has no address.
 *
 * <p>Never blocks.
 */
@ThreadSafe
@ApplicationScoped
public class AddressResolver {
    /** The JDK caches an address for 30 seconds, so more frequent look-ups would be useless. */
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    /**
     * A name without an address prevents logins, so it is looked up again when the JDK's cached failure expires (10 s).
     */
    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Far more than the mail hosts of an installation; bounds memory and look-ups if the table has too many. */
    static final int MAX_NAMES = 1_000;

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    /** A host name has no colon, so a text with one is a literal, or an error that nginx reports. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Queries the name service; may block. */
    @FunctionalInterface
    interface Lookup {
        List<String> addresses(String name) throws UnknownHostException;
    }

    @Resource
    private ManagedExecutorService managedExecutor;

    private final Executor executor;
    private final Lookup lookup;
    private final LongSupplier nanoClock;
    private final Map<String, Name> names = new ConcurrentHashMap<>();
    private final AtomicBoolean full = new AtomicBoolean();

    AddressResolver() {
        // Lazy, because the container injects the field after this constructor.
        this.executor = task -> managedExecutor.execute(task);
        this.lookup = AddressResolver::queryNameService;
        this.nanoClock = System::nanoTime;
    }

    AddressResolver(Executor executor, Lookup lookup, LongSupplier nanoClock) {
        this.executor = executor;
        this.lookup = lookup;
        this.nanoClock = nanoClock;
    }

    /**
     * The literal IP address for {@code address}: itself if it is a literal, else the last known address of the name;
     * empty if there is none.
     */
    public Optional<String> literal(String address) {
        if (isLiteral(address)) {
            return Optional.of(address);
        }
        Name name = names.get(address);
        if (name == null) {
            if (names.size() >= MAX_NAMES) {
                if (full.compareAndSet(false, true)) {
                    NetMessages.tooManyHostNames(MAX_NAMES);
                }
                return Optional.empty();
            }
            name = names.computeIfAbsent(address, Name::new);
        }
        name.refreshIfOld();
        return name.literal;
    }

    static boolean isLiteral(String address) {
        return IPV4.matcher(address).matches() || IPV6.matcher(address).matches();
    }

    private static List<String> queryNameService(String name) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(name))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    /** A host name and its last known address. */
    private final class Name {
        private final String name;
        private final AtomicBoolean querying = new AtomicBoolean();
        private volatile Optional<String> literal = Optional.empty();
        private volatile long queryAtNanos = nanoClock.getAsLong();
        private volatile boolean failing;

        Name(String name) {
            this.name = name;
        }

        void refreshIfOld() {
            if (nanoClock.getAsLong() - queryAtNanos >= 0 && querying.compareAndSet(false, true)) {
                try {
                    executor.execute(this::query);
                } catch (RejectedExecutionException e) {
                    // The server stops, or the executor is full: the next request tries again.
                    querying.set(false);
                }
            }
        }

        private void query() {
            try {
                List<String> addresses = lookup.addresses(name);
                if (!addresses.contains(literal.orElse(""))) {
                    literal = Optional.of(addresses.get(0));
                }
                if (failing) {
                    failing = false;
                    NetMessages.resolvedHost(name);
                }
            } catch (UnknownHostException | RuntimeException e) {
                if (!failing) {
                    failing = true;
                    NetMessages.unresolvedHost(name, e);
                }
            } finally {
                queryAtNanos = nanoClock.getAsLong() + (literal.isPresent() ? FRESH_NANOS : RETRY_NANOS);
                querying.set(false);
            }
        }
    }
}
