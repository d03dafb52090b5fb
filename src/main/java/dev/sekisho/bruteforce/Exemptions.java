// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.net.IpNetwork;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The exemptions in memory, read again every few seconds: a change applies on each node soon, and no login waits for
 * it.
 */
@ThreadSafe
public class Exemptions {
    /** Bound of the lines in the log, one for each such text. */
    private static final int MOST_LOGGED = 100;

    private final Supplier<List<BruteForceExemption>> source;
    private final Set<String> unreadable = new HashSet<>();
    private final Clock clock;
    private volatile Map<String, Long> accounts = Map.of();
    private volatile List<Network> networks = List.of();
    private final Outage outage;

    /** @param source all exemptions; throws while the database is away */
    public Exemptions(Supplier<List<BruteForceExemption>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.outage = new Outage(clock);
    }

    private record Network(IpNetwork network, long untilMillis) {}

    /** Reads them again. Never throws while the database is away: the last ones known stay in effect. */
    public synchronized void refresh() {
        Map<String, Long> nextAccounts = new HashMap<>();
        List<Network> nextNetworks = new ArrayList<>();
        try {
            for (BruteForceExemption each : source.get()) {
                long until = each.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
                if (each.subject().contains("@")) {
                    nextAccounts.merge(each.subject(), until, Math::max);
                } else {
                    network(each.subject()).ifPresent(network -> nextNetworks.add(new Network(network, until)));
                }
            }
        } catch (RuntimeException e) {
            if (outage.begins()) {
                BruteForceMessages.exemptionsNotRead(e);
            }
            return;
        }
        accounts = Map.copyOf(nextAccounts);
        networks = List.copyOf(nextNetworks);
        if (outage.ends()) {
            BruteForceMessages.exemptionsReadAgain();
        }
    }

    /** Plain SQL may have stored a text that is refused; Sekisho reads the others all the same. */
    private Optional<IpNetwork> network(String subject) {
        try {
            return Optional.of(IpNetwork.parse(subject));
        } catch (IllegalArgumentException e) {
            if (unreadable.size() < MOST_LOGGED && unreadable.add(subject)) {
                BruteForceMessages.exemptionUnreadable(subject, e);
            }
            return Optional.empty();
        }
    }

    boolean coversAccount(String account) {
        return accounts.getOrDefault(account, 0L) > clock.millis();
    }

    boolean coversAddress(IpNetwork address) {
        long now = clock.millis();
        for (Network each : networks) {
            if (each.untilMillis > now && each.network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
