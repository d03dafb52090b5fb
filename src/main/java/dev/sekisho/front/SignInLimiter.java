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
 * How often each client gave a wrong password to the API or the console: after ten for a user, or a hundred in all,
 * within a minute it has to wait for that minute to end, whatever it knows by then. One script with an old password
 * does not bar its neighbours.
 *
 * <p>A client is an IPv4 address, or a /64 of IPv6. A try counts before the registry is asked, so that many at once are
 * no way round it. Bounded, whoever asks from wherever.
 */
@ThreadSafe
@ApplicationScoped
public class SignInLimiter {
    /** Of one user: enough for the fingers of an operator. */
    public static final int MOST = 10;

    /** Of all users: behind one address are a proxy's, or those of an office. */
    static final int MOST_OF_CLIENT = 100;

    /** Some 100 bytes each: who has more addresses than this meets the pages' own slowness. */
    private static final int CLIENTS = 10_000;

    /** Longer names are nobody's, and count as one. */
    private static final int NAME_CHARACTERS = 256;

    private final Cache<String, Count> tries;

    public SignInLimiter() {
        this(Ticker.systemTicker());
    }

    SignInLimiter(Ticker ticker) {
        tries = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(CLIENTS)
                .ticker(ticker)
                .build();
    }

    /** Wrong tries, and those whose answer is not known yet. */
    private static final class Count {
        private int wrong;
        private int underWay;

        /** Right ones side by side are no guesses: without a wrong one before, those under way do not count. */
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

    /** A try that may be made; to be ended once. */
    public static final class Try {
        private final Count client;
        private final Count user;

        private Try(Count client, Count user) {
            this.client = client;
            this.user = user;
        }

        /** A right one takes nothing back of others: it must not pay for guesses at them. */
        public void end(boolean right) {
            client.end(right);
            user.end(right);
        }
    }

    /** A try of a client; empty if it has to wait. */
    public Optional<Try> begin(String address, String user) {
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
        return Optional.of(new Try(ofClient, ofUser));
    }

    private Count count(String key) {
        return tries.get(key, each -> new Count());
    }
}
