// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.cache.EnvelopeAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Senders without the single-recipient rule: by client network, or by domain of the envelope sender. */
@ThreadSafe
final class ExemptClients {
    static final ExemptClients NONE = new ExemptClients(List.of(), Set.of());

    private final List<ClientNetwork> networks;
    private final Set<String> domains;

    private ExemptClients(List<ClientNetwork> networks, Set<String> domains) {
        this.networks = networks;
        this.domains = domains;
    }

    /**
     * Reads a list separated by commas.
     *
     * @throws IllegalArgumentException if an entry is neither a network nor a domain
     */
    static ExemptClients parse(String text) {
        List<ClientNetwork> networks = new ArrayList<>();
        Set<String> domains = new HashSet<>();
        for (String each : text.split(",", -1)) {
            String entry = Address.lowerCase(each.strip());
            if (entry.isEmpty()) {
                continue;
            }
            Optional<ClientNetwork> network = ClientNetwork.parse(entry);
            if (network.isPresent()) {
                networks.add(network.get());
            } else if (entry.indexOf('/') < 0 && Address.isDomain(entry)) {
                domains.add(entry);
            } else {
                throw new IllegalArgumentException("\"" + entry + "\" is neither a network nor a domain");
            }
        }
        return new ExemptClients(List.copyOf(networks), Set.copyOf(domains));
    }

    boolean contains(PolicyRequest request) {
        return domains.contains(EnvelopeAddress.domain(request.sender()))
                || networks.stream().anyMatch(network -> network.contains(request.clientAddress()));
    }
}
