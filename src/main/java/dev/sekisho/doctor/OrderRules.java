// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Order of Sekisho's policy services and other restrictions in a list. Source: postconf(5), SMTPD_ACCESS_README. */
final class OrderRules {
    private static final String RELAY = "smtpd_relay_restrictions";
    private static final Set<String> RELAY_BLOCKS =
            Set.of("reject_unauth_destination", "defer_unauth_destination", "reject", "defer", "defer_if_permit");

    private final Postfix postfix;
    private final MasterEntry service;
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    OrderRules(Postfix postfix, MasterEntry service, SekishoSettings sekisho, Consumer<Finding> found) {
        this.postfix = postfix;
        this.service = service;
        this.sekisho = sekisho;
        this.found = found;
    }

    void check(PolicyCall call) {
        if (call.port() != sekisho.sendLimitPort() && call.port() != sekisho.quotaPort()) {
            return;
        }
        List<Postfix.Word> words = postfix.list(service, call.list());
        permits(call, words);
        if (call.port() == sekisho.quotaPort() && call.list().equals(PostfixRules.RECIPIENT)) {
            rejects(call, words);
        }
    }

    /** All permits of a parameter in one finding: to remove only the first of them would correct nothing. */
    private void permits(PolicyCall call, List<Postfix.Word> words) {
        Map<Parameter, Set<Integer>> places = new LinkedHashMap<>();
        Map<Parameter, Set<String>> names = new LinkedHashMap<>();
        for (int i = 0; i < call.position(); i++) {
            Postfix.Word word = words.get(i);
            boolean byTable = word.isArgument()
                    && i > 0
                    && words.get(i - 1).text().startsWith("check_")
                    && word.text().matches("(?i)static:(permit\\w*|ok)");
            if (byTable || (!word.isArgument() && Restrictions.isPermit(word.text()))) {
                places.computeIfAbsent(word.parameter(), key -> new TreeSet<>()).add(word.place());
                names.computeIfAbsent(word.parameter(), key -> new LinkedHashSet<>())
                        .add(byTable ? words.get(i - 1).text() + " " + word.text() : word.text());
            }
        }
        places.forEach((parameter, numbers) -> {
            Set<String> all = names.getOrDefault(parameter, Set.of());
            Set<Integer> relay = relayBlocks(call, words, parameter);
            Set<Integer> gone = new TreeSet<>(numbers);
            gone.addAll(relay);
            String change = parameter.rewritten(Restrictions.without(postfix.chosen(service, parameter), gone));
            String what = String.join(", ", all) + (all.size() == 1 ? " is" : " are") + " before "
                    + call.endpoint() + " in " + call.list() + ": Postfix does not query the service about mail that "
                    + (all.size() == 1 ? "it permits" : "they permit");
            if (!relay.isEmpty()) {
                what += ". Own networks and logins then need " + RELAY
                        + ", where reject_unauth_destination belongs: here it would reject mail that they relay";
                if (!blocksRelaying()) {
                    change += "\n"
                            + new Parameter(RELAY, "", parameter.place(), parameter.service())
                                    .rewritten(String.join(", ", all) + ", reject_unauth_destination");
                }
            }
            found.accept(Finding.warning("permit-before-policy-service", parameter.place(), what, change));
        });
    }

    /** Positions of {@code reject_unauth_destination} in this parameter: without the permits it would stop relaying. */
    private Set<Integer> relayBlocks(PolicyCall call, List<Postfix.Word> words, Parameter parameter) {
        if (!call.list().equals(PostfixRules.RECIPIENT)) {
            return Set.of();
        }
        return words.stream()
                .filter(each -> each.parameter().equals(parameter)
                        && !each.isArgument()
                        && each.text().matches("(reject|defer)_unauth_destination"))
                .map(Postfix.Word::place)
                .collect(Collectors.toSet());
    }

    private boolean blocksRelaying() {
        return postfix.list(service, RELAY).stream()
                .anyMatch(each -> !each.isArgument() && RELAY_BLOCKS.contains(each.text()));
    }

    private void rejects(PolicyCall call, List<Postfix.Word> words) {
        boolean permitted = false;
        for (Postfix.Word word : words.subList(Math.min(call.position() + 2, words.size()), words.size())) {
            permitted |= !word.isArgument() && Restrictions.isPermit(word.text());
            boolean refuses = !word.isArgument() && word.text().startsWith("reject_un");
            // After a permit it stays: before the permit, it would reject what the permit accepts. In
            // smtpd_relay_restrictions Postfix has rejected the rest already.
            boolean relay = permitted && word.text().equals("reject_unauth_destination");
            if (refuses && !relay) {
                moved(words.get(call.position()), word)
                        .ifPresent(change -> found.accept(Finding.warning(
                                "quota-before-reject",
                                change.place(),
                                word.text() + " is after " + call.endpoint()
                                        + ": Sekisho queries mail hosts about recipients that are rejected anyway",
                                change.line())));
                return;
            }
        }
    }

    /** A change of order in the first parameter that contains both, directly or by reference. */
    private Optional<Change> moved(Postfix.Word policyCall, Postfix.Word reject) {
        int depth = Math.min(policyCall.path().size(), reject.path().size());
        for (int i = 0; i < depth; i++) {
            Postfix.Step to = policyCall.path().get(i);
            Postfix.Step from = reject.path().get(i);
            if (!to.equals(from)) {
                return to.parameter().equals(from.parameter())
                        ? Optional.of(new Change(
                                to.parameter().place(),
                                to.parameter()
                                        .rewritten(Restrictions.moved(
                                                postfix.chosen(service, to.parameter()), from.place(), to.place()))))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private record Change(Place place, String line) {}
}
