// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.net.IpNetwork;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The exemptions in memory, read anew every few seconds: a change holds on every node soon, and no login waits for it.
 */
@ThreadSafe
public class Exemptions {
    /** Beyond so many a line for each helps nobody. */
    private static final int MOST_TOLD = 100;

    private final Supplier<List<Exemption>> source;
    private final Set<String> unreadable = new HashSet<>();
    private final Clock clock;
    private volatile Map<String, Long> accounts = Map.of();
    private volatile List<Network> networks = List.of();
    private final Outage outage;

    /** @param source all exemptions; throws while the database is away */
    public Exemptions(Supplier<List<Exemption>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.outage = new Outage(clock);
    }

    private record Network(IpNetwork cidr, long untilMillis) {}

    /** Reads them anew. Never throws for a database in trouble: the last ones known hold on. */
    public synchronized void refresh() {
        Map<String, Long> nextAccounts = new HashMap<>();
        List<Network> nextNetworks = new ArrayList<>();
        try {
            for (Exemption each : source.get()) {
                OffsetDateTime expires = each.expiresAt();
                long until =
                        expires == null ? Long.MAX_VALUE : expires.toInstant().toEpochMilli();
                if (each.subject().contains("@")) {
                    nextAccounts.merge(each.subject(), until, Math::max);
                } else {
                    cidr(each.subject()).ifPresent(cidr -> nextNetworks.add(new Network(cidr, until)));
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
    private Optional<IpNetwork> cidr(String subject) {
        try {
            return Optional.of(IpNetwork.parse(subject));
        } catch (IllegalArgumentException e) {
            if (unreadable.size() < MOST_TOLD && unreadable.add(subject)) {
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
            if (each.untilMillis > now && each.cidr.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
