// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The exemptions in memory, read anew every few seconds: a change holds on every gate soon, and no login waits for it.
 *
 * <p>Safe for use by many threads.
 */
public class Exemptions {
    private final Supplier<List<Exemption>> source;
    private final Clock clock;
    private volatile Map<String, Long> accounts = Map.of();
    private volatile List<Network> networks = List.of();
    private boolean failing;

    /** @param source all exemptions; throws while the database is away */
    public Exemptions(Supplier<List<Exemption>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    private record Network(Cidr cidr, long untilMillis) {}

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
                    nextNetworks.add(new Network(Cidr.parse(each.subject()), until));
                }
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                ThrottleMessages.exemptionsNotRead(e);
            }
            return;
        }
        accounts = Map.copyOf(nextAccounts);
        networks = List.copyOf(nextNetworks);
        if (failing) {
            failing = false;
            ThrottleMessages.exemptionsReadAgain();
        }
    }

    boolean coversAccount(String account) {
        return accounts.getOrDefault(account, 0L) > clock.millis();
    }

    boolean coversAddress(Cidr address) {
        long now = clock.millis();
        for (Network each : networks) {
            if (each.untilMillis > now && each.cidr.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
