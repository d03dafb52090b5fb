// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A shared cache with a time limit: each method runs through {@link RemoteStoreExecutor}.
 *
 * <p>For services whose threads may block for that time (HTTP).
 */
@ThreadSafe
public final class TimeLimitedCache {
    private TimeLimitedCache() {}

    /** The outcome of a call: a value, or a failure. */
    private record Outcome(@Nullable Object value, boolean failed) {}

    /** Wraps {@code cache}: its methods throw {@link CacheException} if the store does not answer in time. */
    public static <K, V> Cache<K, V> failing(Cache<K, V> cache, RemoteStoreExecutor store) {
        @SuppressWarnings("unchecked")
        Cache<K, V> guarded = (Cache<K, V>) Proxy.newProxyInstance(
                TimeLimitedCache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    Outcome outcome = join(store, cache, method, arguments);
                    if (outcome.failed()) {
                        throw new CacheException("the shared counters do not answer: " + method.getName());
                    }
                    return outcome.value();
                });
        return guarded;
    }

    private static Outcome join(RemoteStoreExecutor store, Cache<?, ?> cache, Method method, Object[] arguments) {
        try {
            return store.submit(
                            token -> new Outcome(call(cache, method, arguments), false), () -> new Outcome(null, true))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            return new Outcome(null, true);
        }
    }

    private static @Nullable Object call(Cache<?, ?> cache, Method method, Object[] arguments) {
        try {
            return method.invoke(cache, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CacheException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new CacheException(e);
        }
    }
}
