// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpNetwork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits password guesses at API and console. After ten wrong passwords for a user, or a hundred for all users, within
 * a minute, a client waits for the end of that minute, even with the right password. So a script with an old password
 * blocks only its own user at its address.
 *
 * <p>A client is an IPv4 address, or a /64 of IPv6. An attempt counts before the registry is queried, so parallel
 * attempts do not evade the limit. The number of clients in memory is bounded.
 */
@ThreadSafe
@ApplicationScoped
public class SignInLimiter {
    /** Maximum for one user: enough for an operator who mistypes. */
    public static final int MOST = 10;

    /** Maximum for all users: a proxy or an office is one address. */
    static final int MOST_OF_CLIENT = 100;

    /** Maximum number of clients and users in memory, about 100 bytes each. */
    private static final int CLIENTS = 10_000;

    /** Longer names are not in any registry, and count as one. */
    private static final int NAME_CHARACTERS = 256;

    private final Cache<String, Count> attempts;

    public SignInLimiter() {
        this(Ticker.systemTicker());
    }

    SignInLimiter(Ticker ticker) {
        attempts = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(CLIENTS)
                .ticker(ticker)
                .build();
    }

    /** Wrong attempts, and those without a result yet. */
    private static final class Count {
        private int wrong;
        private int underWay;

        /** Attempts under way count only after a wrong one: parallel right ones are not guesses. */
        synchronized boolean begin(int most) {
            if (wrong > 0 && wrong + underWay >= most) {
                return false;
            }
            underWay++;
            return true;
        }

        synchronized void end(boolean right) {
            underWay--;
            if (!right) {
                wrong++;
            }
        }

        synchronized void cancel() {
            underWay--;
        }
    }

    /** A permitted attempt, which ends once. */
    public static final class Attempt {
        private final Count client;
        private final Count user;

        private Attempt(Count client, Count user) {
            this.client = client;
            this.user = user;
        }

        /** A right password does not reset the count: it must not allow guesses for other users. */
        public void end(boolean right) {
            client.end(right);
            user.end(right);
        }
    }

    /** Begins an attempt; empty if the client has to wait. */
    public Optional<Attempt> begin(String address, String user) {
        String client = IpNetwork.clientOf(address);
        Count ofClient = count(client);
        Count ofUser = count(client + ' ' + (user.length() > NAME_CHARACTERS ? "" : user));
        if (!ofClient.begin(MOST_OF_CLIENT)) {
            return Optional.empty();
        }
        if (!ofUser.begin(MOST)) {
            ofClient.cancel();
            return Optional.empty();
        }
        return Optional.of(new Attempt(ofClient, ofUser));
    }

    private Count count(String key) {
        return attempts.get(key, each -> new Count());
    }
}
