// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.text.LogText;
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
 * What was found in another system, in Sekisho's words, and what could not be carried over.
 *
 * <p>Not safe for use by several threads.
 */
public final class ImportData {
    /** Whose limits are everybody's. */
    public static final String INSTALLATION = "installation";

    /** Reasons that are kept; the rest is a number. */
    private static final int MAX_NOT_CARRIED = 10_000;

    /**
     * An account as the other system has it.
     *
     * @param secret the stored password; empty if the account has none that could be right: then it is not made, and
     *     one that is there is suspended
     * @param inactive why it may not log in; empty if it may
     * @param permissions what the other system decides, by the names in the API's object {@code permissions}; an empty
     *     value means that the other system has no restriction, so none is added and none is removed
     * @param networks from where it may log in; empty if the other system has no restriction
     */
    @ThreadSafe
    public record Account(
            String secret,
            Optional<String> inactive,
            Map<String, Optional<Boolean>> permissions,
            Optional<String> networks) {
        public Account {
            permissions = Map.copyOf(permissions);
            if (secret.isEmpty() && inactive.isEmpty()) {
                throw new IllegalArgumentException("an account without a password is inactive");
            }
        }

        /** An account whose password cannot be right. */
        static Account locked(String why) {
            return new Account("", Optional.of(why), Map.of(), Optional.empty());
        }

        /** Whether any password can be right. */
        public boolean hasSecret() {
            return !secret.isEmpty();
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "account " + inactive + " " + permissions;
        }
    }

    /** Something that Sekisho does not get: where it stands, and why. */
    @Immutable
    public record NotCarried(String place, String reason) {}

    private final NavigableSet<String> domains = new TreeSet<>();
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<String, NavigableSet<String>> aliases = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> limits = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> pools = new TreeMap<>();
    private final Set<NotCarried> notCarried = new LinkedHashSet<>();
    private int notKept;
    private int clearPasswords;

    /** Of a file; how it had to be read is told. */
    static ImportData of(TextFile file) {
        ImportData importData = new ImportData();
        if (file.latin1()) {
            importData.notCarried("file", TextFile.LATIN_1);
        }
        return importData;
    }

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
        Optional<Address> parsed = ForeignAddress.of('@' + name.strip()).address();
        if (parsed.isPresent()) {
            domains.add(parsed.get().domain());
        } else {
            notCarried(place, "is no domain name");
        }
    }

    /** Takes an account, and its domain. */
    void account(String place, String address, Account account) {
        ForeignAddress foreign = ForeignAddress.ofOne(address);
        Optional<Address> parsed = foreign.address();
        if (parsed.isEmpty()) {
            notCarried(place, foreign.reason());
        } else if (accounts.putIfAbsent(parsed.get().toString(), account) != null) {
            notCarried(place, "is there twice; the first is taken");
        } else {
            if (account.hasSecret()) {
                domains.add(parsed.get().domain());
            }
            clearPasswords += StoredSecret.isClear(account.secret()) ? 1 : 0;
        }
    }

    /**
     * The password of an account as Sekisho stores it; if it has none, that is told, and where no password can be right
     * the account is taken as one that may not log in.
     */
    Optional<String> secret(String place, String address, String stored, StoredSecret secrets) {
        if (secrets.isLocked(stored)) {
            notCarried(place, "has no password, or a locked one: it is not made, and suspended if it is there");
            account(place, address, Account.locked("no password"));
            return Optional.empty();
        }
        Optional<String> secret = secrets.of(stored);
        if (secret.isEmpty()) {
            notCarried(place, "has a password that does not tell its scheme (--scheme)");
        }
        return secret;
    }

    /** Takes an alias; one that leads only to itself is none. */
    void alias(String place, String address, Collection<String> targets) {
        ForeignAddress foreign = ForeignAddress.of(address);
        Optional<Address> from = foreign.address();
        if (from.isEmpty()) {
            notCarried(place, foreign.reason());
            return;
        }
        NavigableSet<String> to = new TreeSet<>();
        for (String target : targets) {
            ForeignAddress parsed = ForeignAddress.of(target);
            parsed.address().ifPresent(each -> to.add(each.toString()));
            if (parsed.address().isEmpty()) {
                notCarried(
                        place,
                        parsed.reason().equals(ForeignAddress.NO_ADDRESS)
                                ? "leads to what is no mail address: " + target.strip()
                                : "leads to what " + parsed.reason() + ": " + target.strip());
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
            List<SendLimit> fitting = LimitWords.fitting(each);
            if (fitting.size() < each.size()) {
                notCarried(
                        "limits of " + whose,
                        "are " + each.size() + ", more than Sekisho takes: some are carried over as one that permits"
                                + " no more");
            }
            texts.put(whose, new SendLimits(fitting).toString());
        });
        return texts;
    }

    /** Notes what Sekisho does not get. */
    void notCarried(String place, String reason) {
        NotCarried told = new NotCarried(
                LogText.oneLine(place, LogText.VALUE_CHARACTERS), LogText.oneLine(reason, LogText.VALUE_CHARACTERS));
        if (notCarried.size() >= MAX_NOT_CARRIED) {
            notKept++;
        } else {
            notCarried.add(told);
        }
    }
}
