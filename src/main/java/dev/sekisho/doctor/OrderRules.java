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

/**
 * What stands before and behind Sekisho's questions in a restriction list. Source: postconf(5), SMTPD_ACCESS_README.
 *
 * <p>Confined to one examination.
 */
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

    /** All permits of a parameter in one finding: a line that lacks only the first of them mends nothing. */
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
            String what = String.join(", ", all) + (all.size() == 1 ? " stands" : " stand") + " before "
                    + call.endpoint() + " in " + call.list() + ": what "
                    + (all.size() == 1 ? "it permits" : "they permit")
                    + " is never asked about";
            if (!relay.isEmpty()) {
                what += ". Own networks and logins then need " + RELAY
                        + ", where reject_unauth_destination belongs: here it would refuse what they relay";
                if (!blocksRelaying()) {
                    change += "\n"
                            + new Parameter(RELAY, "", parameter.place(), parameter.service())
                                    .rewritten(String.join(", ", all) + ", reject_unauth_destination");
                }
            }
            found.accept(Finding.warning("permit-before-policy-service", parameter.place(), what, change));
        });
    }

    /** Where {@code reject_unauth_destination} stands in the same parameter: without the permits it stops relaying. */
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
            // Before a permit it would refuse what that permits; smtpd_relay_restrictions has refused it already.
            boolean relay = permitted && word.text().equals("reject_unauth_destination");
            if (refuses && !relay) {
                moved(words.get(call.position()), word)
                        .ifPresent(change -> found.accept(Finding.warning(
                                "quota-before-reject",
                                change.place(),
                                word.text() + " stands after " + call.endpoint()
                                        + ": mail hosts are asked about recipients that are refused anyway",
                                change.line())));
                return;
            }
        }
    }

    /** Both stand in one parameter, themselves or what refers to them: there the order is changed. */
    private Optional<Change> moved(Postfix.Word question, Postfix.Word reject) {
        int depth = Math.min(question.path().size(), reject.path().size());
        for (int i = 0; i < depth; i++) {
            Postfix.Step to = question.path().get(i);
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
