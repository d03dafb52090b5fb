// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.net.NetworkMap;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.cache.EnvelopeAddress;
import dev.sekisho.text.LogText;
import java.util.HashSet;
import java.util.Set;

/** Senders without the single-recipient rule: by client network, or by domain of the envelope sender. */
@ThreadSafe
final class ExemptClients {
    static final ExemptClients NONE = new ExemptClients(new NetworkMap.Builder<Boolean>().build(), Set.of());

    private final NetworkMap<Boolean> networks;
    private final Set<String> domains;

    private ExemptClients(NetworkMap<Boolean> networks, Set<String> domains) {
        this.networks = networks;
        this.domains = domains;
    }

    /**
     * Reads a list separated by commas.
     *
     * @throws IllegalArgumentException if an entry is neither a network nor a domain
     */
    static ExemptClients parse(String text) {
        NetworkMap.Builder<Boolean> networks = new NetworkMap.Builder<>();
        Set<String> domains = new HashSet<>();
        for (String each : text.split(",", -1)) {
            String entry = Address.lowerCase(each.strip());
            if (entry.isEmpty()) {
                continue;
            }
            if (entry.indexOf('/') >= 0 || IpNetwork.address(entry).isPresent()) {
                networks.add(entry, true);
            } else if (Address.isDomain(entry)) {
                domains.add(entry);
            } else {
                throw new IllegalArgumentException(LogText.quoted(entry) + " is neither a network nor a domain");
            }
        }
        return new ExemptClients(networks.build(), Set.copyOf(domains));
    }

    boolean contains(PolicyRequest request) {
        return domains.contains(EnvelopeAddress.domain(request.sender()))
                || networks.find(request.clientAddress()) != null;
    }
}
