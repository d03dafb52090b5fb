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

    /** Whether the client has to wait. As many guesses as the server has threads may be under way when it begins to. */
    public boolean areTooMany(String client) {
        AtomicInteger count = tries.getIfPresent(client);
        return count != null && count.get() >= MOST;
    }

    /** Counts a wrong password. A right one takes nothing back: it must not pay for guesses at others. */
    public void failed(String client) {
        tries.get(client, each -> new AtomicInteger()).incrementAndGet();
    }
}
