// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one listener of Postfix names its policy services, and at which stages it queries them. Findings about services
 * at other ports than Sekisho's are never errors. Sources: SMTPD_POLICY_README, postconf(5).
 */
final class PolicyRules {
    /** Longest wait for a policy answer that mail clients tolerate, in seconds. */
    private static final int LONG_SECONDS = 15;

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})([smhdw]?)");

    private final Postfix postfix;
    private final MasterEntry service;
    private final List<PolicyCall> calls;
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    PolicyRules(Postfix postfix, MasterEntry service, SekishoSettings sekisho, Consumer<Finding> found) {
        this.postfix = postfix;
        this.service = service;
        this.calls = PostfixRules.calls(postfix, service);
        this.sekisho = sekisho;
        this.found = found;
    }

    void check() {
        for (PolicyCall each : calls) {
            endpoint(each);
            defaultAction(each);
            timeLimit(each);
            stages(each);
        }
        sameText();
    }

    private boolean isSekisho(PolicyCall call) {
        return call.port() == sekisho.sendLimitPort() || call.port() == sekisho.quotaPort();
    }

    private void report(boolean error, String rule, PolicyCall call, String what, String change) {
        Place place = call.word().parameter().place();
        found.accept(error ? Finding.error(rule, place, what, change) : Finding.warning(rule, place, what, change));
    }

    private void endpoint(PolicyCall call) {
        if (!call.isWellFormed()) {
            String corrected =
                    "inet:" + call.endpoint().substring("inet:".length()).replaceAll("::+", ":");
            PolicyCall trial = new PolicyCall(call.list(), 0, "", corrected, call.options(), call.word());
            report(
                    true,
                    "policy-service-malformed",
                    call,
                    call.endpoint() + " is not a host and port: smtpd stops with a fatal error despite"
                            + " default_action, and all"
                            + " mail waits",
                    change(call, call.good(trial.isWellFormed() ? corrected : "inet:127.0.0.1:" + portOf(call))));
            return;
        }
        String host = call.host();
        if (!host.isEmpty() && Hosts.isName(host) && !host.equals("localhost")) {
            report(
                    false,
                    "policy-service-by-name",
                    call,
                    host
                            + " is a name: while it does not resolve, each request waits for the lookup and then gets"
                            + " the"
                            + " default_action. Write the address (here 192.0.2.31 as an example)",
                    change(
                            call,
                            call.good("inet:192.0.2.31:"
                                    + call.endpoint().substring(call.endpoint().lastIndexOf(':') + 1))));
        }
    }

    private int portOf(PolicyCall call) {
        return call.port() == 0 ? sekisho.sendLimitPort() : call.port();
    }

    private String change(PolicyCall call, String text) {
        return call.rewritten(postfix, service, text);
    }

    private String action(PolicyCall call) {
        String global = postfix.value(service, "smtpd_policy_service_default_action", "");
        return call.options()
                .getOrDefault("default_action", global)
                .strip()
                .split("\\s+", 2)[0]
                .toUpperCase(Locale.ROOT);
    }

    private void defaultAction(PolicyCall call) {
        String action = action(call);
        String corrected = change(call, call.good());
        switch (action) {
            case "" ->
                report(
                        isSekisho(call),
                        "no-default-action",
                        call,
                        call.endpoint() + " has no default_action: without an answer Postfix replies 451 4.3.5, and no"
                                + " mail passes while that service is down",
                        corrected);
            case "DUNNO" -> {}
            case "OK", "PERMIT" ->
                report(
                        isSekisho(call),
                        "ok-as-success",
                        call,
                        "default_action=" + action + " for " + call.endpoint()
                                + " ends the list: while that service is down, every later check is skipped. DUNNO"
                                + " continues with them",
                        corrected);
            case "DEFER_IF_REJECT" ->
                report(
                        isSekisho(call),
                        "defer-if-reject-alone",
                        call,
                        "default_action=DEFER_IF_REJECT for " + call.endpoint()
                                + " defers only if a later restriction rejects; use DUNNO to let mail pass,"
                                + " DEFER_IF_PERMIT to let it wait",
                        corrected);
            default ->
                report(
                        false,
                        "default-action-stops-mail",
                        call,
                        "default_action=" + action + " for " + call.endpoint()
                                + ": no mail passes while that service is down",
                        corrected);
        }
    }

    private String timeout(PolicyCall call) {
        return call.options()
                .getOrDefault("timeout", postfix.value(service, "smtpd_policy_service_timeout", "100s"))
                .strip();
    }

    private boolean isLong(String limit) {
        Matcher matcher = SECONDS.matcher(limit);
        if (!matcher.matches()) {
            return false;
        }
        long unit =
                switch (matcher.group(2)) {
                    case "m" -> 60;
                    case "h" -> 3600;
                    case "d" -> 86_400;
                    case "w" -> 604_800;
                    default -> 1;
                };
        return Long.parseLong(matcher.group(1)) * unit > LONG_SECONDS;
    }

    private void timeLimit(PolicyCall call) {
        String limit = timeout(call);
        if (isLong(limit)) {
            report(
                    false,
                    "policy-timeout",
                    call,
                    call.endpoint() + " may take " + limit + ", twice: clients give up before Postfix skips a silent"
                            + " service",
                    change(call, call.good()));
        }
    }

    private boolean isGood(PolicyCall call) {
        return action(call).equals("DUNNO") && !isLong(timeout(call));
    }

    /** Postfix keeps one connection for each text, so all requests of a message need the same text. */
    private void sameText() {
        for (int i = 1; i < calls.size(); i++) {
            PolicyCall later = calls.get(i);
            calls.subList(0, i).stream()
                    .filter(each -> each.endpoint().equals(later.endpoint())
                            && !each.text().equals(later.text()))
                    .findFirst()
                    .ifPresent(first -> {
                        boolean takeLater = isGood(later) && !isGood(first);
                        PolicyCall wrong = takeLater ? first : later;
                        report(
                                false,
                                "service-text-differs",
                                wrong,
                                first.list() + " and " + later.list() + " name " + later.endpoint()
                                        + " by different texts: the requests of a message do not share a connection",
                                change(wrong, takeLater ? later.text() : first.text()));
                    });
        }
    }

    /** Send limits need the stage that counts; quota needs RCPT for recipients, and the end for the real size. */
    private void stages(PolicyCall call) {
        if (call.port() == sekisho.quotaPort()) {
            if (!isQueried(call.port(), List.of(PostfixRules.END_OF_DATA))) {
                notQueried(
                        false,
                        call,
                        PostfixRules.END_OF_DATA,
                        ": mail without a declared size is accepted at any size");
            }
            if (!isQueried(call.port(), atRecipients())) {
                notQueried(
                        true,
                        call,
                        PostfixRules.RECIPIENT,
                        ": a full mailbox is detected only after the whole message, and not for several recipients");
            }
        } else if (call.port() == sekisho.sendLimitPort()) {
            String nothing = ", the stage of sekisho.sendlimit.count-at: nothing is counted, so no send limit applies";
            switch (sekisho.countAt()) {
                case "data" -> limits(call, List.of(PostfixRules.DATA), nothing);
                case "rcpt" -> limits(call, atRecipients(), nothing);
                default -> limits(call, List.of(PostfixRules.END_OF_DATA), nothing);
            }
        }
    }

    private void limits(PolicyCall call, List<String> lists, String nothing) {
        if (!isQueried(call.port(), lists)) {
            notQueried(true, call, lists.get(0), nothing);
        }
    }

    private void notQueried(boolean error, PolicyCall call, String list, String consequence) {
        String rule =
                switch (list) {
                    case PostfixRules.END_OF_DATA -> "not-queried-at-end";
                    case PostfixRules.DATA -> "not-queried-at-data";
                    default -> "not-queried-at-rcpt";
                };
        String policyCall = "check_policy_service " + (isGood(call) ? call.text() : call.good());
        Optional<Parameter> written = postfix.written(service, list);
        String change = written.map(
                        each -> each.rewritten(Restrictions.inserted(postfix.chosen(service, each), policyCall)))
                .orElse(list + " = " + policyCall);
        Place place = written.orElse(call.word().parameter()).place();
        String what = call.endpoint() + " is not queried in " + list + consequence;
        found.accept(error ? Finding.error(rule, place, what, change) : Finding.warning(rule, place, what, change));
    }

    private boolean isQueried(int port, List<String> lists) {
        return calls.stream().anyMatch(each -> each.port() == port && lists.contains(each.list()));
    }

    /** Lists that Postfix evaluates for each recipient; the first is the best place for a policy service. */
    private List<String> atRecipients() {
        boolean delayed = postfix.value(service, "smtpd_delay_reject", "yes").equalsIgnoreCase("yes");
        return delayed
                ? List.of(
                        PostfixRules.RECIPIENT,
                        "smtpd_relay_restrictions",
                        "smtpd_client_restrictions",
                        "smtpd_helo_restrictions",
                        "smtpd_sender_restrictions")
                : List.of(PostfixRules.RECIPIENT, "smtpd_relay_restrictions");
    }
}
