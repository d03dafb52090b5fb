// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often each client gave a wrong password to the API or the console: after ten within a minute it has to wait for that minute to
 * end, whatever it knows by then.
 *
 * <p>Bounded, whoever asks from wherever. Safe for use by many threads.
 */
@ApplicationScoped
public class LoginTries {
    /** Enough for the fingers of an operator. */
    static final int MOST = 10;

    /** Some 100 bytes each: who has more addresses than this meets the pages' own slowness. */
    private static final int CLIENTS = 10_000;

    private final Cache<String, AtomicInteger> tries;

    public LoginTries() {
        this(Ticker.systemTicker());
    }

    LoginTries(Ticker ticker) {
        tries = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(CLIENTS)
                .ticker(ticker)
                .build();
    }

    /** Counts a try before its password is looked at, so that many at once cannot slip by; false if there were too many. */
    public boolean begin(String client) {
        AtomicInteger count = tries.get(client, each -> new AtomicInteger());
        return count.incrementAndGet() <= MOST;
    }

    /** Whether the client has to wait; counts nothing. */
    boolean areTooMany(String client) {
        AtomicInteger count = tries.getIfPresent(client);
        return count != null && count.get() > MOST;
    }

    /** Takes back one try, whose password was right. Wrong ones stay counted: one right password must not pay for many guesses at others. */
    public void succeeded(String client) {
        AtomicInteger count = tries.getIfPresent(client);
        if (count != null) {
            count.decrementAndGet();
        }
    }
}
