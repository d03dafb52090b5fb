// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import dev.sekisho.account.Address;
import dev.sekisho.account.SendLimit;
import dev.sekisho.account.SendLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was found in another system, in the gate's words, and what could not be carried over.
 *
 * <p>Not safe for use by several threads.
 */
public final class Harvest {
    /** Whose limits are everybody's. */
    public static final String INSTALLATION = "installation";

    /** Reasons that are kept; the rest is a number. */
    private static final int MAX_NOT_CARRIED = 10_000;

    /** Longest piece of a foreign text that is told, in characters. */
    private static final int SHOWN_CHARACTERS = 200;

    /**
     * An account as the other system has it.
     *
     * @param inactive why it may not log in; empty if it may
     * @param permissions what the other system decides, by the API's names; empty values are inherited in the gate
     * @param networks from where it may log in, from everywhere if the text is empty; empty if the other system does not say
     *     <p>Immutable and safe for use by many threads.
     */
    public record Account(
            String secret,
            Optional<String> inactive,
            Map<String, Optional<Boolean>> permissions,
            Optional<String> networks) {
        public Account {
            permissions = Map.copyOf(permissions);
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "account " + inactive + " " + permissions;
        }
    }

    /**
     * Something that the gate does not get: where it stands, and why.
     *
     * <p>Immutable and safe for use by many threads.
     */
    public record NotCarried(String place, String reason) {}

    private final NavigableSet<String> domains = new TreeSet<>();
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<String, NavigableSet<String>> aliases = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> limits = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> pools = new TreeMap<>();
    private final Set<NotCarried> notCarried = new LinkedHashSet<>();
    private int notKept;
    private int clearPasswords;

    public NavigableSet<String> domains() {
        return domains;
    }

    /** Accounts by their address. */
    public SortedMap<String, Account> accounts() {
        return accounts;
    }

    /** Targets by the address of the alias. */
    public SortedMap<String, NavigableSet<String>> aliases() {
        return aliases;
    }

    /** Texts of limits by an account, a domain, or {@link #INSTALLATION}. */
    public SortedMap<String, String> limits() {
        return texts(limits);
    }

    /** Texts of the limits that all accounts of a domain share, by the domain. */
    public SortedMap<String, String> pools() {
        return texts(pools);
    }

    public List<NotCarried> notCarried() {
        return List.copyOf(notCarried);
    }

    /** How many more reasons there were than are kept. */
    public int notKept() {
        return notKept;
    }

    /** How many accounts' passwords are stored in the clear. */
    public int clearPasswords() {
        return clearPasswords;
    }

    /** A permission: what is permitted there is inherited here. */
    static Optional<Boolean> permitted(boolean there) {
        return there ? Optional.empty() : Optional.of(false);
    }

    void domain(String place, String name) {
        String lower = Address.lowerCase(name.strip());
        if (Address.isDomain(lower)) {
            domains.add(lower);
        } else {
            notCarried(place, "is no domain name");
        }
    }

    /** Takes an account, and its domain. */
    void account(String place, String address, Account account) {
        Optional<Address> parsed = Address.parse(address.strip());
        if (parsed.isEmpty()) {
            notCarried(place, "is no mail address");
        } else if (accounts.putIfAbsent(parsed.get().toString(), account) != null) {
            notCarried(place, "is there twice; the first is taken");
        } else {
            domains.add(parsed.get().domain());
            clearPasswords += StoredSecret.isClear(account.secret()) ? 1 : 0;
        }
    }

    /** Takes an alias; one that leads only to itself is none. */
    void alias(String place, String address, Collection<String> targets) {
        Optional<Address> from = Address.parseAny(address.strip());
        if (from.isEmpty()) {
            notCarried(place, "is no mail address");
            return;
        }
        NavigableSet<String> to = new TreeSet<>();
        for (String target : targets) {
            Optional<Address> parsed = Address.parseAny(target.strip());
            parsed.ifPresent(each -> to.add(each.toString()));
            if (parsed.isEmpty()) {
                notCarried(place, "leads to what is no mail address: " + target.strip());
            }
        }
        String key = from.get().toString();
        if (!to.isEmpty() && !(to.size() == 1 && to.contains(key))) {
            aliases.merge(key, to, (before, more) -> {
                before.addAll(more);
                return before;
            });
        }
    }

    /** Takes a limit; of two in the same window the smaller holds. */
    void limit(String whose, SendLimit limit) {
        smaller(limits.computeIfAbsent(whose, key -> new ArrayList<>()), limit);
    }

    /** Makes somebody's limits his own, even if no limit is added. */
    void ownLimits(String whose) {
        limits.computeIfAbsent(whose, key -> new ArrayList<>());
    }

    /** Takes a limit that all accounts of a domain share. */
    void pool(String domain, SendLimit limit) {
        smaller(pools.computeIfAbsent(domain, key -> new ArrayList<>()), limit);
    }

    /** The limits that were taken for somebody. */
    List<SendLimit> limitsOf(String whose) {
        return List.copyOf(limits.getOrDefault(whose, List.of()));
    }

    /** Everybody who has limits. */
    List<String> limited() {
        return List.copyOf(limits.keySet());
    }

    private static void smaller(List<SendLimit> limits, SendLimit limit) {
        for (int i = 0; i < limits.size(); i++) {
            if (limits.get(i).sameWindow(limit)) {
                limits.set(i, limits.get(i).amount() <= limit.amount() ? limits.get(i) : limit);
                return;
            }
        }
        limits.add(limit);
    }

    private SortedMap<String, String> texts(Map<String, List<SendLimit>> all) {
        SortedMap<String, String> texts = new TreeMap<>();
        all.forEach((whose, each) -> {
            try {
                texts.put(whose, new SendLimits(each).toString());
            } catch (IllegalArgumentException e) {
                notCarried("limits of " + whose, String.valueOf(e.getMessage()));
            }
        });
        return texts;
    }

    /** Notes what the gate does not get. */
    void notCarried(String place, String reason) {
        NotCarried told = new NotCarried(shown(place), shown(reason));
        if (notCarried.size() >= MAX_NOT_CARRIED) {
            notKept++;
        } else {
            notCarried.add(told);
        }
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
