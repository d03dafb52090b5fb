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
 * The data of another system in the terms of Sekisho, and the entries that were skipped.
 *
 * <p>Mutable, and not thread-safe.
 */
public final class ImportData {
    /** Key of limits for all accounts. */
    public static final String INSTALLATION = "installation";

    /** Maximum number of reasons; further ones are only counted. */
    private static final int MAX_SKIPPED = 10_000;

    /**
     * An account of the other system.
     *
     * @param secret the stored password; empty if no password can match: then the account is not created, and an
     *     existing one is suspended
     * @param inactive reason for which it may not log in; empty if it may
     * @param permissions permissions that the other system defines, by the names in the API's object
     *     {@code permissions}; an empty value is no restriction there, so the import neither adds nor removes one
     * @param networks networks from which it may log in; empty for no restriction
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
                throw new IllegalArgumentException("an account without a password must be inactive");
            }
        }

        /** An account for which no password can match. */
        static Account locked(String reason) {
            return new Account("", Optional.of(reason), Map.of(), Optional.empty());
        }

        /** Whether a password can match. */
        public boolean hasSecret() {
            return !secret.isEmpty();
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "account " + inactive + " " + permissions;
        }
    }

    /** An entry that was not imported, or only changed: its place, and the reason. */
    @Immutable
    public record Skipped(String place, String reason) {}

    private final NavigableSet<String> domains = new TreeSet<>();
    private final SortedMap<String, Account> accounts = new TreeMap<>();
    private final SortedMap<String, NavigableSet<String>> aliases = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> limits = new TreeMap<>();
    private final SortedMap<String, List<SendLimit>> pools = new TreeMap<>();
    private final Set<Skipped> skipped = new LinkedHashSet<>();
    private int skippedMore;
    private int clearPasswords;

    /** Data of a file; reports a file that is not UTF-8. */
    static ImportData of(TextFile file) {
        ImportData importData = new ImportData();
        if (file.latin1()) {
            importData.skip("file", TextFile.LATIN_1);
        }
        return importData;
    }

    public NavigableSet<String> domains() {
        return domains;
    }

    /** Accounts by address. */
    public SortedMap<String, Account> accounts() {
        return accounts;
    }

    /** Targets by address of the alias. */
    public SortedMap<String, NavigableSet<String>> aliases() {
        return aliases;
    }

    /** Texts of limits by account, domain, or {@link #INSTALLATION}. */
    public SortedMap<String, String> limits() {
        return texts(limits);
    }

    /** Texts of the limits that all accounts of a domain share, by domain. */
    public SortedMap<String, String> pools() {
        return texts(pools);
    }

    public List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** Number of further skipped entries that {@link #skipped} does not list. */
    public int skippedMore() {
        return skippedMore;
    }

    /** Number of accounts whose passwords are stored as clear text. */
    public int clearPasswords() {
        return clearPasswords;
    }

    /** A permission: permitted there means inherited here. */
    static Optional<Boolean> permitted(boolean atSource) {
        return atSource ? Optional.empty() : Optional.of(false);
    }

    void domain(String place, String name) {
        Optional<Address> parsed = ForeignAddress.of('@' + name.strip()).address();
        if (parsed.isPresent()) {
            domains.add(parsed.get().domain());
        } else {
            skip(place, "is not a domain name");
        }
    }

    /** Adds an account, and its domain. */
    void account(String place, String address, Account account) {
        ForeignAddress foreign = ForeignAddress.ofOne(address);
        Optional<Address> parsed = foreign.address();
        if (parsed.isEmpty()) {
            skip(place, foreign.reason());
        } else if (accounts.putIfAbsent(parsed.get().toString(), account) != null) {
            skip(place, "occurs twice; the first one is imported");
        } else {
            if (account.hasSecret()) {
                domains.add(parsed.get().domain());
            }
            clearPasswords += StoredSecret.isClear(account.secret()) ? 1 : 0;
        }
    }

    /**
     * The password of an account as Sekisho stores it. Reports an account without a usable password; if no password can
     * match, adds the account as inactive.
     */
    Optional<String> secret(String place, String address, String stored, StoredSecret secrets) {
        if (secrets.isLocked(stored)) {
            skip(place, "has no password, or a locked one: it is not created, and suspended if it exists");
            account(place, address, Account.locked("no password"));
            return Optional.empty();
        }
        Optional<String> secret = secrets.of(stored);
        if (secret.isEmpty()) {
            skip(place, "has a password without a scheme (--scheme)");
        }
        return secret;
    }

    /** Adds an alias; ignores one whose only target is itself. */
    void alias(String place, String address, Collection<String> targets) {
        ForeignAddress foreign = ForeignAddress.of(address);
        Optional<Address> from = foreign.address();
        if (from.isEmpty()) {
            skip(place, foreign.reason());
            return;
        }
        NavigableSet<String> to = new TreeSet<>();
        for (String target : targets) {
            ForeignAddress parsed = ForeignAddress.of(target);
            parsed.address().ifPresent(each -> to.add(each.toString()));
            if (parsed.address().isEmpty()) {
                skip(
                        place,
                        parsed.reason().equals(ForeignAddress.NO_ADDRESS)
                                ? "has a target that is not a mail address: " + target.strip()
                                : "has a target that " + parsed.reason() + ": " + target.strip());
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

    /** Adds a limit; of two with the same window keeps the smaller. */
    void limit(String whose, SendLimit limit) {
        smaller(limits.computeIfAbsent(whose, key -> new ArrayList<>()), limit);
    }

    /** Makes limits explicit instead of inherited, even if no limit is added. */
    void ownLimits(String whose) {
        limits.computeIfAbsent(whose, key -> new ArrayList<>());
    }

    /** Adds a limit that all accounts of a domain share. */
    void pool(String domain, SendLimit limit) {
        smaller(pools.computeIfAbsent(domain, key -> new ArrayList<>()), limit);
    }

    /** The limits of an account, domain, or {@link #INSTALLATION}. */
    List<SendLimit> limitsOf(String whose) {
        return List.copyOf(limits.getOrDefault(whose, List.of()));
    }

    /** The accounts and domains with limits. */
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
                skip(
                        "limits of " + whose,
                        "are " + each.size() + ", more than Sekisho permits: some are combined into one that permits no"
                                + " more");
            }
            texts.put(whose, new SendLimits(fitting).toString());
        });
        return texts;
    }

    /** Reports an entry that is not imported, or only changed. */
    void skip(String place, String reason) {
        Skipped entry = new Skipped(
                LogText.oneLine(place, LogText.VALUE_CHARACTERS), LogText.oneLine(reason, LogText.VALUE_CHARACTERS));
        if (skipped.size() >= MAX_SKIPPED) {
            skippedMore++;
        } else {
            skipped.add(entry);
        }
    }
}
