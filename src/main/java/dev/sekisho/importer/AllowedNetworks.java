// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.net.NetworkList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dovecot's {@code allow_nets} in Sekisho's words. Dovecot masks what stands behind a prefix
 * ({@link IpNetwork#masked}), logs and skips an entry that is not a network, and permits no address that is in no
 * entry: so an empty list lets none in. What Sekisho cannot express is left out, which makes the list shorter and
 * stricter. The report lists each entry that was left out or changed.
 *
 * @param text what {@code permissions.networks} is to be, {@code none} if nothing is left
 * @param notes entries that were skipped or changed
 */
@ThreadSafe
public record AllowedNetworks(String text, List<String> notes) {
    private static final String NONE = "none";
    private static final String ANY = "any";

    /** The networks of a value of {@code allow_nets}. */
    public static AllowedNetworks of(String allowNets) {
        return of("allow_nets", allowNets);
    }

    /** The same of another field that means as much. */
    static AllowedNetworks of(String field, String value) {
        Set<String> networks = new LinkedHashSet<>();
        List<String> notes = new ArrayList<>();
        for (String each : value.split("[,\\s]+", -1)) {
            if (each.equals("local")) {
                // Dovecot's own socket, whose clients have no address.
                notes.add(field + " has local, which is not a network: skipped");
            } else if (!each.isEmpty()) {
                Optional<String> network = network(each);
                network.ifPresent(networks::add);
                if (network.isEmpty()) {
                    notes.add(field + " has " + each + ", which is not a network: skipped");
                } else if (!each.equalsIgnoreCase(network.get())) {
                    notes.add(field + " has " + each + ": imported as " + network.get());
                }
            }
        }
        String text = text(field, networks, notes);
        if (text.equals(NONE)) {
            notes.add(field + " leaves no network: no login is permitted (permissions.networks is none)");
        }
        return new AllowedNetworks(text, List.copyOf(notes));
    }

    /** As many as Sekisho's column takes. */
    private static String text(String field, Set<String> networks, List<String> notes) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        for (String each : networks) {
            if (text.length() + 2 + each.length() > NetworkList.MAX_CHARACTERS) {
                left++;
            } else {
                text.append(text.isEmpty() ? "" : ", ").append(each);
            }
        }
        if (left > 0) {
            notes.add(field + " has " + left + " networks more than Sekisho permits: skipped");
        }
        return text.isEmpty() ? NONE : text.toString();
    }

    private static Optional<String> network(String entry) {
        try {
            return Optional.of(IpNetwork.masked(entry).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The networks that are in both lists, each as {@code permissions.networks} has it.
     *
     * @return the word "none" if there are none in both
     */
    public static String inBoth(String one, String other) {
        if (one.strip().equals(ANY) || other.strip().equals(ANY)) {
            return one.strip().equals(ANY) ? other.strip() : one.strip();
        }
        Set<String> both = new LinkedHashSet<>();
        List<IpNetwork> others = networks(other);
        for (IpNetwork a : networks(one)) {
            for (IpNetwork b : others) {
                if (a.contains(b)) {
                    both.add(b.toString());
                } else if (b.contains(a)) {
                    both.add(a.toString());
                }
            }
        }
        return text("", both, new ArrayList<>());
    }

    /** Entries that are not networks are skipped, which makes the list stricter. */
    private static List<IpNetwork> networks(String text) {
        return Arrays.stream(text.split(",", -1))
                .flatMap(each -> IpNetwork.find(each).stream())
                .toList();
    }
}
