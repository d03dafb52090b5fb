// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an account sent in a period, at all nodes.
 *
 * @param account the login, also if the directory does not have it
 * @param accepted messages
 * @param refused refused requests: recipients at {@code RCPT}, messages later
 * @param recipients recipients of the accepted messages
 * @param clients addresses of the clients, the latest first
 * @param moreClients whether there may have been more clients
 * @param recipientDomains distinct domains of recipients, accepted or not
 * @param moreDomains whether there may have been more domains
 * @param last time of its last request
 */
@ThreadSafe
public record SenderFigures(
        String account,
        long accepted,
        long refused,
        long recipients,
        List<Client> clients,
        boolean moreClients,
        int recipientDomains,
        boolean moreDomains,
        Instant last) {

    /** The address of a client, as Postfix sent it, and the time of its last request. */
    @Immutable
    public record Client(String address, Instant last) {}

    boolean isActive() {
        return accepted > 0 || refused > 0;
    }

    /** Adds the figures of several nodes. Confined to one thread. */
    static final class Sum {
        private final String account;
        private long accepted;
        private long refused;
        private long recipients;
        private long lastSeconds;
        private boolean moreClients;
        private boolean moreDomains;
        private final Map<String, Long> clients = new HashMap<>();
        private final Set<Long> domains = new HashSet<>();

        Sum(String account) {
            this.account = account;
        }

        void add(long moreAccepted, long moreRefused, long moreRecipients, long seconds) {
            accepted += moreAccepted;
            refused += moreRefused;
            recipients += moreRecipients;
            lastSeconds = Math.max(lastSeconds, seconds);
        }

        void addClient(String address, long seconds) {
            clients.merge(address, seconds, Math::max);
        }

        void addDomain(long fingerprint) {
            domains.add(fingerprint);
        }

        void addBounds(boolean lacksClients, boolean lacksDomains) {
            moreClients |= lacksClients;
            moreDomains |= lacksDomains;
        }

        SenderFigures figures() {
            return new SenderFigures(
                    account,
                    accepted,
                    refused,
                    recipients,
                    clients.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .map(each -> new Client(each.getKey(), Instant.ofEpochSecond(each.getValue())))
                            .toList(),
                    moreClients,
                    domains.size(),
                    moreDomains,
                    Instant.ofEpochSecond(lastSeconds));
        }
    }
}
