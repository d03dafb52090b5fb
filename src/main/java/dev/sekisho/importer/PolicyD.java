// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The quotas of PolicyD v2 (cluebringer): {@code policies}, {@code policy_members}, {@code policy_groups},
 * {@code quotas}, {@code quotas_limits}.
 *
 * <p>In PolicyD all quotas of all policies that a mail matches apply. In Sekisho the limits of an account replace those
 * of its domain. An account with quotas of its own therefore also gets those of its domain and of all, up to a quota
 * with {@code LastQuota}. PolicyD is queried at {@code RCPT}, so its {@code MessageCount} counts recipients.
 *
 * <p>A source with commas, such as {@code %internal_ips,%internal_domains} of PolicyD's default policy, has several
 * conditions at once. Conditions that Sekisho cannot represent are reported and omitted; the limit then applies to more
 * mail, so it is stricter.
 */
@ThreadSafe
public final class PolicyD {
    private static final String ALL_MAIL = "any";

    /** Tables of restrictions other than quotas. */
    private static final List<String> OTHER_TABLES =
            List.of("access_control", "checkhelo", "greylisting", "accounting");

    private record Quota(String name, long policy, String track, long seconds, LimitAction action, boolean last) {}

    private PolicyD() {}

    public static ImportData read(Connection database) throws SQLException {
        ImportData importData = new ImportData();
        Map<Long, String> policies = new HashMap<>();
        Table.each(database, "SELECT * FROM policies ORDER BY id", row -> {
            if (!row.flag("disabled", false)) {
                policies.put(row.number("id", 0), row.text("name"));
            }
        });
        Map<Long, Quota> quotas = quotas(database, policies, importData);
        Map<Long, Set<String>> members = members(database, policies, groups(database), quotas, importData);
        Set<String> last = new HashSet<>();
        Table.each(database, "SELECT * FROM quotas_limits ORDER BY id", row -> {
            Quota quota = quotas.get(row.number("quotasid", 0));
            if (quota != null && !row.flag("disabled", false)) {
                limit(row, quota, members.getOrDefault(quota.policy, Set.of()), last, importData);
            }
        });
        for (String table : OTHER_TABLES) {
            PostfixAdmin.skipRows(
                    importData,
                    Table.count(database, table, ""),
                    "rows of " + table,
                    "not supported: keep PolicyD, or use Postfix");
        }
        addInherited(importData, last);
        return importData;
    }

    private static Map<Long, Quota> quotas(Connection database, Map<Long, String> policies, ImportData importData)
            throws SQLException {
        Map<Long, Quota> quotas = new TreeMap<>();
        Table.each(database, "SELECT * FROM quotas ORDER BY id", row -> {
            String place = "quotas " + row.text("name");
            String track = row.text("track").toLowerCase(Locale.ROOT);
            long policy = row.number("policyid", 0);
            if (row.flag("disabled", false) || !policies.containsKey(policy)) {
                importData.skip(place, "is disabled, or its policy is disabled");
            } else if (!track.equals("sender:user@domain")
                    && !track.equals("saslusername")
                    && !track.equals("sender:@domain")) {
                importData.skip(place, "counts by " + row.text("track") + ": Sekisho counts by sender");
            } else {
                quotas.put(
                        row.number("id", 0),
                        new Quota(
                                row.text("name"),
                                policy,
                                track,
                                row.number("period", 0),
                                action(place, row.text("verdict"), importData),
                                row.flag("lastquota", false)));
            }
        });
        return quotas;
    }

    private static LimitAction action(String place, String verdict, ImportData importData) {
        return switch (verdict.toUpperCase(Locale.ROOT)) {
            case "DEFER", "DEFER_IF_PERMIT" -> LimitAction.DEFER;
            case "REJECT" -> LimitAction.REJECT;
            case "HOLD" -> LimitAction.HOLD;
            default -> {
                importData.skip(place, "has the verdict " + verdict + ", which becomes defer");
                yield LimitAction.DEFER;
            }
        };
    }

    private static Map<String, Set<String>> groups(Connection database) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        Map<String, Set<String>> groups = new HashMap<>();
        Table.each(database, "SELECT * FROM policy_groups ORDER BY id", row -> {
            if (!row.flag("disabled", false)) {
                names.put(row.number("id", 0), row.text("name"));
                groups.put(row.text("name"), new TreeSet<>());
            }
        });
        Table.each(database, "SELECT * FROM policy_group_members ORDER BY id", row -> {
            String name = names.get(row.number("policygroupid", 0));
            if (name != null && !row.flag("disabled", false)) {
                groups.getOrDefault(name, new TreeSet<>())
                        .add(row.text("member").strip());
            }
        });
        return groups;
    }

    /** The members of each policy with quotas, as keys of {@link ImportData#limits}. */
    private static Map<Long, Set<String>> members(
            Connection database,
            Map<Long, String> policies,
            Map<String, Set<String>> groups,
            Map<Long, Quota> quotas,
            ImportData importData)
            throws SQLException {
        Set<Long> wanted = new HashSet<>();
        quotas.values().forEach(quota -> wanted.add(quota.policy));
        Map<Long, Set<String>> members = new HashMap<>();
        Table.each(database, "SELECT * FROM policy_members ORDER BY id", row -> {
            long policy = row.number("policyid", 0);
            if (row.flag("disabled", false) || !wanted.contains(policy)) {
                return;
            }
            String source = row.text("source").strip();
            String destination = row.text("destination").strip();
            String place = "policy_members of " + policies.get(policy) + ": " + source;
            if (!isAny(destination)) {
                importData.skip(place, "applies to mail to " + destination + " only; Sekisho's limit counts all mail");
            }
            members.computeIfAbsent(policy, key -> new TreeSet<>()).addAll(members(place, source, groups, importData));
        });
        return members;
    }

    private static boolean isAny(String text) {
        return text.isEmpty() || text.equalsIgnoreCase(ALL_MAIL);
    }

    /** The members that meet all conditions of a source; reports and omits conditions that Sekisho cannot represent. */
    private static Set<String> members(
            String place, String source, Map<String, Set<String>> groups, ImportData importData) {
        String[] conditions = source.split(",", -1);
        if (conditions.length == 1) {
            return resolve(place, source, groups, new HashSet<>(), importData);
        }
        Set<String> all = new TreeSet<>();
        boolean first = true;
        for (String each : conditions) {
            ImportData aside = new ImportData();
            Set<String> one = resolve(place, each.strip(), groups, new HashSet<>(), aside);
            aside.skipped().forEach(entry -> importData.skip(entry.place(), entry.reason()));
            if (one.isEmpty()) {
                importData.skip(place, each.strip() + " is omitted: the limit applies without this condition");
            } else {
                all = first ? one : inBoth(all, one);
                first = false;
            }
        }
        if (!first && all.isEmpty()) {
            importData.skip(place, "matches nothing: its conditions exclude each other");
        }
        return all;
    }

    private static Set<String> inBoth(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>();
        for (String a : one) {
            for (String b : other) {
                if (covers(a, b)) {
                    both.add(b);
                } else if (covers(b, a)) {
                    both.add(a);
                }
            }
        }
        return both;
    }

    private static boolean covers(String wide, String narrow) {
        return wide.equals(narrow)
                || wide.equals(ImportData.INSTALLATION)
                || (!narrow.equals(ImportData.INSTALLATION) && narrow.endsWith('@' + wide));
    }

    /** @param seen groups already resolved, to end the recursion of a group that contains itself */
    private static Set<String> resolve(
            String place, String source, Map<String, Set<String>> groups, Set<String> seen, ImportData importData) {
        if (isAny(source) || source.equals("$*")) {
            return Set.of(ImportData.INSTALLATION);
        }
        if (source.startsWith("%") && groups.containsKey(source.substring(1))) {
            Set<String> all = new TreeSet<>();
            if (seen.add(source)) {
                groups.getOrDefault(source.substring(1), Set.of())
                        .forEach(member -> all.addAll(resolve(place, member, groups, seen, importData)));
            }
            return all;
        }
        Optional<Address> address = ForeignAddress.of(source.startsWith("$") ? source.substring(1) : source)
                .address();
        if (address.isEmpty() || source.startsWith("!")) {
            importData.skip(place, source + " is not an account, a domain or all");
            return Set.of();
        }
        return Set.of(
                address.get().isWholeDomain()
                        ? address.get().domain()
                        : address.get().toString());
    }

    private static void limit(Table row, Quota quota, Set<String> members, Set<String> last, ImportData importData)
            throws SQLException {
        String place = "quotas " + quota.name;
        String type = row.text("type").toLowerCase(Locale.ROOT);
        boolean bytes = type.equals("messagecumulativesize");
        if (!bytes && !type.equals("messagecount")) {
            importData.skip(
                    place,
                    "has a limit of the unknown type " + row.text("type") + ": " + row.number("counterlimit", 0) + "/"
                            + quota.seconds + "s");
            return;
        }
        LimitWords.Amount amount = new LimitWords.Amount(row.number("counterlimit", 0), quota.seconds);
        if (members.isEmpty()) {
            importData.skip(
                    place,
                    "has no member that Sekisho can represent: " + (bytes ? "kilobytes " : "recipients ") + amount);
            return;
        }
        // PolicyD's sizes are in kilobytes, as Sekisho's.
        Optional<SendLimit> limit = LimitWords.limit(
                importData, place, bytes ? LimitUnit.BYTES : LimitUnit.RECIPIENTS, amount, quota.action);
        for (String whose : members) {
            boolean domain = !whose.contains("@") && !whose.equals(ImportData.INSTALLATION);
            if (!quota.track.equals("sender:@domain")) {
                limit.ifPresent(each -> importData.limit(whose, each));
                if (quota.last) {
                    last.add(whose);
                }
            } else if (domain) {
                limit.ifPresent(each -> importData.pool(whose, each));
            } else {
                importData.skip(place, "counts a whole domain, but applies to " + whose + ": " + amount);
            }
        }
    }

    private static void addInherited(ImportData importData, Set<String> last) {
        List<SendLimit> ofAll = importData.limitsOf(ImportData.INSTALLATION);
        List<String> limited = new ArrayList<>(importData.limited());
        // Domains first, because an account gets the result of its domain.
        limited.sort((a, b) -> Boolean.compare(a.contains("@"), b.contains("@")));
        for (String whose : limited) {
            if (whose.equals(ImportData.INSTALLATION) || last.contains(whose)) {
                continue;
            }
            String domain = whose.substring(whose.lastIndexOf('@') + 1);
            List<SendLimit> inherited =
                    domain.equals(whose) || importData.limitsOf(domain).isEmpty() ? ofAll : importData.limitsOf(domain);
            inherited.forEach(limit -> importData.limit(whose, limit));
        }
    }
}
