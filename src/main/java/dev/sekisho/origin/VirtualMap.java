// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Postfix's {@code virtual_alias_maps} as a text file, virtual(5): {@code user@example.org target, target}, {@code @example.org
 * target}, and {@code example.org anything}, which only names a domain. Lists of domains ({@code virtual_mailbox_domains}) have the last shape too.
 *
 * <p>Holds no state.
 */
public final class VirtualMap {
    private VirtualMap() {}

    /**
     * Reads what the gate can take.
     *
     * @param domain the domain of addresses without one, as {@code $myorigin}; without it they are not carried over
     */
    public static Harvest read(List<String> lines, Optional<String> domain) {
        Harvest harvest = new Harvest();
        List<String> logical = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !logical.isEmpty()) {
                // A line that begins with a blank continues the one before, postconf(5).
                logical.set(logical.size() - 1, logical.get(logical.size() - 1) + ' ' + line.strip());
            } else {
                logical.add(line.strip());
                numbers.add(i + 1);
            }
        }
        for (int i = 0; i < logical.size(); i++) {
            entry("line " + numbers.get(i), logical.get(i), domain, harvest);
        }
        return harvest;
    }

    private static void entry(String place, String line, Optional<String> domain, Harvest harvest) {
        String[] parts = line.split("\\s+", 2);
        String left = parts[0];
        String shown = place + " " + left;
        List<String> targets = parts.length < 2
                ? List.of()
                : Arrays.stream(parts[1].split("[,\\s]+"))
                        .filter(each -> !each.isEmpty())
                        .map(each -> whole(each, domain))
                        .toList();
        if (left.contains("@")) {
            if (targets.isEmpty()) {
                harvest.notCarried(shown, "leads nowhere");
            }
            harvest.alias(shown, left, targets);
        } else if (left.contains(".")) {
            harvest.domain(shown, left);
        } else if (domain.isPresent()) {
            harvest.alias(shown, whole(left, domain), targets);
        } else {
            harvest.notCarried(shown, "has no domain (--domain)");
        }
    }

    private static String whole(String address, Optional<String> domain) {
        return address.contains("@") || domain.isEmpty() ? address : address + '@' + domain.get();
    }
}
