// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Edits a restriction list as written in one parameter. A restriction stays together with its argument; a list without
 * commas stays without them. Places in a list are word indexes, from 0.
 *
 * <p>Source: postconf(5), smtpd_recipient_restrictions and similar.
 */
@ThreadSafe
final class Restrictions {
    /** Restrictions with one argument: a table, a policy service, a DNS list, a time. */
    private static final Pattern WITH_ARGUMENT = Pattern.compile("check_\\w+_access|check_policy_service|sleep"
            + "|(?:reject_(?:rbl|rhsbl)|permit_(?:rbl|dnswl|rhswl))_\\w+");

    /** Restrictions that decide for every message, so that Postfix never evaluates those after them. */
    private static final Set<String> FINAL = Set.of("reject", "permit", "defer");

    private Restrictions() {}

    static boolean hasArgument(String restriction) {
        return WITH_ARGUMENT.matcher(restriction).matches();
    }

    static boolean isPermit(String restriction) {
        return restriction.equals("permit") || restriction.startsWith("permit_");
    }

    /** The list without the restrictions that contain one of these words. */
    static String without(String list, Set<Integer> words) {
        return join(
                list, groups(list).stream().filter(each -> !each.hasAny(words)).toList());
    }

    /** The list with another word at that place. */
    static String with(String list, int place, String word) {
        List<Group> groups = new ArrayList<>();
        for (Group each : groups(list)) {
            List<String> words = new ArrayList<>(each.words());
            if (each.hasAny(Set.of(place))) {
                words.set(place - each.first(), word);
            }
            groups.add(new Group(each.first(), words));
        }
        return join(list, groups);
    }

    /** The list with the restriction at {@code from} right before the one at {@code to}. */
    static String moved(String list, int from, int to) {
        List<Group> groups = new ArrayList<>(groups(list));
        Group moving = groups.stream()
                .filter(each -> each.hasAny(Set.of(from)))
                .findFirst()
                .orElseThrow();
        groups.remove(moving);
        int place = 0;
        while (place < groups.size() && !groups.get(place).hasAny(Set.of(to))) {
            place++;
        }
        groups.add(place, moving);
        return join(list, groups);
    }

    /** The list with one more restriction, before the first one that permits or decides for every message. */
    static String inserted(String list, String restriction) {
        List<Group> groups = new ArrayList<>(groups(list));
        int place = 0;
        while (place < groups.size() && !ends(groups.get(place).words().get(0))) {
            place++;
        }
        groups.add(place, new Group(-1, List.of(restriction)));
        return join(list, groups);
    }

    private static boolean ends(String word) {
        return isPermit(word) || FINAL.contains(word);
    }

    private static List<Group> groups(String list) {
        List<Group> groups = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int number = 0;
        for (String word : Words.of(list)) {
            open.add(word);
            number++;
            boolean goesOn = open.size() < 3 && (word.equals("warn_if_reject") || hasArgument(word));
            if (!goesOn) {
                groups.add(new Group(number - open.size(), List.copyOf(open)));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            groups.add(new Group(number - open.size(), List.copyOf(open)));
        }
        return groups;
    }

    private static String join(String list, List<Group> groups) {
        boolean single = groups(list).size() < 2;
        List<String> texts =
                groups.stream().map(each -> String.join(" ", each.words())).toList();
        return String.join(single || Words.hasCommas(list) ? ", " : " ", texts);
    }

    private record Group(int first, List<String> words) {
        boolean hasAny(Set<Integer> places) {
            return places.stream().anyMatch(each -> each >= first && each < first + words.size() && first >= 0);
        }
    }
}
