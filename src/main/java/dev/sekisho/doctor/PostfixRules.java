// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What goes wrong in Postfix alone. Sources: SMTPD_POLICY_README, access(5), XCLIENT_README, postconf(5).
 *
 * <p>Confined to one examination.
 */
final class PostfixRules {
    static final String RECIPIENT = "smtpd_recipient_restrictions";
    static final String END_OF_DATA = "smtpd_end_of_data_restrictions";

    /** Every list that may ask a policy service. */
    private static final List<String> LISTS = List.of(
            "smtpd_client_restrictions",
            "smtpd_helo_restrictions",
            "smtpd_sender_restrictions",
            "smtpd_relay_restrictions",
            RECIPIENT,
            "smtpd_data_restrictions",
            END_OF_DATA,
            "smtpd_etrn_restrictions");

    private static final Set<String> PERMITS =
            Set.of("permit", "permit_mynetworks", "permit_sasl_authenticated", "permit_tls_clientcerts");

    /** Longest wait for a policy answer that a mail client does not mind, in seconds. */
    private static final int LONG_SECONDS = 15;

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})([smh]?)");

    private final Postfix postfix;
    private final GateFacts gate;
    private final Consumer<Finding> found;

    PostfixRules(Postfix postfix, GateFacts gate, Consumer<Finding> found) {
        this.postfix = postfix;
        this.gate = gate;
        this.found = found;
    }

    void check() {
        for (MasterEntry each : postfix.listeners()) {
            List<PolicyCall> calls = calls(each);
            calls.forEach(call -> defaultAction(each, call));
            calls.forEach(call -> timeLimit(each, call));
            sameText(calls);
            bothStages(each, calls);
            order(each, calls);
            xclient(each, calls);
            logins(each, calls);
            plain(each);
            deferIfReject(each);
        }
    }

    List<PolicyCall> calls(MasterEntry service) {
        return LISTS.stream()
                .flatMap(list -> PolicyCall.in(postfix, service, list).stream())
                .toList();
    }

    private void defaultAction(MasterEntry service, PolicyCall call) {
        String parameter = "smtpd_policy_service_default_action";
        String action = call.options().getOrDefault("default_action", postfix.value(service, parameter, ""));
        String word = action.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        Place place = call.word().parameter().place();
        switch (word) {
            case "" ->
                found.accept(Finding.error(
                        "no-default-action",
                        place,
                        call.endpoint()
                                + " has no default_action: without an answer Postfix says 451 4.3.5, and no mail"
                                + " passes while the gate is away",
                        call.mended()));
            case "DUNNO" -> {}
            case "OK", "PERMIT" ->
                found.accept(Finding.error(
                        "ok-as-success",
                        place,
                        "default_action=" + word + " for " + call.endpoint()
                                + " ends the list: while the gate is away every later check is skipped. DUNNO goes on"
                                + " with them",
                        call.mended()));
            case "DEFER_IF_REJECT" ->
                found.accept(Finding.error(
                        "defer-if-reject-alone",
                        place,
                        "default_action=DEFER_IF_REJECT for " + call.endpoint()
                                + " defers only if a later restriction rejects; say DUNNO if mail shall pass,"
                                + " DEFER_IF_PERMIT if it shall wait",
                        call.mended()));
            default ->
                found.accept(Finding.warning(
                        "default-action-stops-mail",
                        place,
                        "default_action=" + word + " for " + call.endpoint()
                                + ": no mail passes while the gate is away",
                        call.mended()));
        }
    }

    private void timeLimit(MasterEntry service, PolicyCall call) {
        String limit =
                call.options().getOrDefault("timeout", postfix.value(service, "smtpd_policy_service_timeout", "100s"));
        Matcher matcher = SECONDS.matcher(limit.strip());
        if (!matcher.matches()) {
            return;
        }
        int unit =
                switch (matcher.group(2)) {
                    case "m" -> 60;
                    case "h" -> 3600;
                    default -> 1;
                };
        if (Integer.parseInt(matcher.group(1)) * unit > LONG_SECONDS) {
            found.accept(Finding.warning(
                    "policy-timeout",
                    call.word().parameter().place(),
                    call.endpoint() + " may take " + limit
                            + ", twice: clients give up before a silent gate is passed by",
                    call.mended()));
        }
    }

    /** Postfix keeps a connection for each text, so the two questions of a message need the same one. */
    private void sameText(List<PolicyCall> calls) {
        for (PolicyCall end : calls) {
            if (!end.list().equals(END_OF_DATA)) {
                continue;
            }
            calls.stream()
                    .filter(call -> call.list().equals(RECIPIENT)
                            && call.endpoint().equals(end.endpoint())
                            && !call.text().equals(end.text()))
                    .findFirst()
                    .ifPresent(call -> {
                        Parameter parameter = end.word().parameter();
                        found.accept(Finding.warning(
                                "service-text-differs",
                                parameter.place(),
                                RECIPIENT + " and " + END_OF_DATA + " name " + end.endpoint()
                                        + " by different texts: the questions of a message do not share a connection",
                                parameter.rewritten(parameter
                                        .value()
                                        .replace(
                                                end.word().written(),
                                                call.word().written()))));
                    });
        }
    }

    /** Door 2 counts at the end of the message; door 3 learns the recipients at RCPT and the real size at the end. */
    private void bothStages(MasterEntry service, List<PolicyCall> calls) {
        for (PolicyCall call : calls) {
            boolean limits = call.port() == gate.ratelimitPort();
            boolean quota = call.port() == gate.quotaPort();
            if (!limits && !quota) {
                continue;
            }
            if (!asked(calls, call.port(), END_OF_DATA)) {
                String what = call.endpoint() + " is not asked in " + END_OF_DATA
                        + (limits
                                ? ": nothing is counted, so no send limit is ever reached"
                                : ": mail that declares no size is taken whatever its size");
                String line = line(service, END_OF_DATA, call);
                Place place = call.word().parameter().place();
                found.accept(
                        limits
                                ? Finding.error("not-asked-at-end", place, what, line)
                                : Finding.warning("not-asked-at-end", place, what, line));
            }
            if (quota && !asked(calls, call.port(), RECIPIENT)) {
                found.accept(Finding.error(
                        "not-asked-at-rcpt",
                        call.word().parameter().place(),
                        call.endpoint() + " is not asked in " + RECIPIENT
                                + ": a full mailbox is found only after the whole message, and not where it has several"
                                + " recipients",
                        line(service, RECIPIENT, call)));
            }
        }
    }

    private String line(MasterEntry service, String list, PolicyCall call) {
        String question = "check_policy_service " + call.text();
        return postfix.written(service, list)
                .map(each -> each.rewritten(each.value().isEmpty() ? question : each.value() + ", " + question))
                .orElse(list + " = " + question);
    }

    private static boolean asked(List<PolicyCall> calls, int port, String list) {
        return calls.stream()
                .anyMatch(each -> each.port() == port && each.list().equals(list));
    }

    private void order(MasterEntry service, List<PolicyCall> calls) {
        for (PolicyCall call : calls) {
            if (call.port() != gate.ratelimitPort() && call.port() != gate.quotaPort()) {
                continue;
            }
            List<Postfix.Word> words = postfix.list(service, call.list());
            Parameter parameter = call.word().parameter();
            words.subList(0, call.position()).stream()
                    .filter(word -> PERMITS.contains(word.text()))
                    .findFirst()
                    .ifPresent(word -> found.accept(Finding.warning(
                            "permit-before-question",
                            word.parameter().place(),
                            word.text() + " stands before " + call.endpoint() + " in " + call.list()
                                    + ": what it permits is never asked about",
                            word.parameter().rewritten(without(word.parameter().value(), word.written())))));
            if (call.port() == gate.quotaPort() && call.list().equals(RECIPIENT)) {
                words.subList(call.position() + 2, words.size()).stream()
                        .filter(word -> word.text().startsWith("reject_un"))
                        .findFirst()
                        .ifPresent(word -> found.accept(Finding.warning(
                                "quota-before-reject",
                                parameter.place(),
                                word.text() + " stands after " + call.endpoint()
                                        + ": mail hosts are asked about recipients that are refused anyway",
                                word.parameter()
                                        .rewritten(word.text() + ", "
                                                + without(word.parameter().value(), word.written())))));
            }
        }
    }

    private static String without(String value, String word) {
        List<String> kept = new ArrayList<>();
        for (String each : value.split(",", -1)) {
            if (!each.strip().equals(word)) {
                kept.add(each.strip());
            }
        }
        return String.join(", ", kept);
    }

    private void xclient(MasterEntry service, List<PolicyCall> calls) {
        String parameter = "smtpd_authorized_xclient_hosts";
        String hosts = postfix.value(service, parameter, "");
        Place place = postfix.parameter(service, parameter)
                .map(Parameter::place)
                .orElse(postfix.main().whole());
        if (hosts.isBlank() && isForLogins(service, calls)) {
            found.accept(Finding.error(
                    "xclient-hosts-missing",
                    place,
                    service.name()
                            + " asks about send limits, but nobody may tell it a login: nginx's XCLIENT is refused"
                            + " (550), and no mail is sent",
                    parameter + " = 192.0.2.1    # the addresses of nginx, and no others"));
        }
        boolean everybody = Words.of(hosts).stream().anyMatch(each -> each.endsWith("/0") || each.equals("static:all"));
        if (everybody) {
            found.accept(Finding.error(
                    "xclient-hosts-open",
                    place,
                    parameter + " = " + hosts + " lets anybody name any login and any client address",
                    parameter + " = 192.0.2.1    # the addresses of nginx, and no others"));
        }
    }

    /** A listener behind nginx: it asks door 2, and Postfix itself checks no passwords there. */
    private boolean isForLogins(MasterEntry service, List<PolicyCall> calls) {
        boolean limits = calls.stream().anyMatch(each -> each.port() == gate.ratelimitPort());
        boolean ownPasswords = isYes(service, "smtpd_sasl_auth_enable")
                && !postfix.value(service, "smtpd_sasl_path", "smtpd").equals("none");
        return limits && !ownPasswords;
    }

    private void logins(MasterEntry service, List<PolicyCall> calls) {
        boolean auth = isYes(service, "smtpd_sasl_auth_enable");
        boolean byLogin = lists(service).anyMatch(word -> word.text().equals("check_sasl_access"));
        if (byLogin && !auth) {
            found.accept(Finding.error(
                    "login-not-seen",
                    service.place(),
                    service.name() + " has check_sasl_access, but sees no login, not even one by XCLIENT, without"
                            + " smtpd_sasl_auth_enable: nobody may send",
                    "-o smtpd_sasl_auth_enable=yes"));
        }
        if (isForLogins(service, calls) && !byLogin) {
            lists(service)
                    .filter(word -> word.text().equals("permit_sasl_authenticated"))
                    .findFirst()
                    .ifPresent(word -> found.accept(Finding.warning(
                            "login-not-seen",
                            word.parameter().place(),
                            "permit_sasl_authenticated sees no login that came by XCLIENT: " + service.name()
                                    + " refuses what nginx lets in",
                            word.parameter()
                                    .rewritten(word.parameter()
                                            .value()
                                            .replace(word.written(), "check_sasl_access static:permit")))));
        }
    }

    private Stream<Postfix.Word> lists(MasterEntry service) {
        return LISTS.stream().flatMap(list -> postfix.list(service, list).stream());
    }

    private void plain(MasterEntry service) {
        boolean auth = isYes(service, "smtpd_sasl_auth_enable");
        String level = postfix.value(
                service, "smtpd_tls_security_level", isYes(service, "smtpd_enforce_tls") ? "encrypt" : "");
        boolean encrypted = level.equals("encrypt") || isYes(service, "smtpd_tls_wrappermode");
        boolean noPlain = Words.of(postfix.value(service, "smtpd_sasl_security_options", "noanonymous"))
                .contains("noplaintext");
        if (auth && !encrypted && !noPlain && !isYes(service, "smtpd_tls_auth_only") && !service.isLoopback()) {
            found.accept(Finding.error(
                    "plain-without-tls",
                    service.place(),
                    service.name() + " takes passwords in the clear: AUTH is offered without TLS",
                    "smtpd_tls_auth_only = yes"));
        }
    }

    /** The restriction of that name; as an answer of the gate it is TogetherRules' matter. */
    private void deferIfReject(MasterEntry service) {
        List<Postfix.Word> words = postfix.list(service, END_OF_DATA);
        for (int i = 0; i < words.size(); i++) {
            Postfix.Word word = words.get(i);
            boolean rejects = words.subList(i + 1, words.size()).stream()
                    .anyMatch(each ->
                            each.text().startsWith("reject") || each.text().startsWith("check_"));
            if (word.text().equals("defer_if_reject") && !rejects) {
                found.accept(Finding.error(
                        "defer-if-reject-alone",
                        word.parameter().place(),
                        "defer_if_reject defers only if a later restriction rejects, and at the end of a message there is"
                                + " none: the mail is taken",
                        word.parameter()
                                .rewritten(word.parameter().value().replace("defer_if_reject", "defer_if_permit"))));
            }
        }
    }

    private boolean isYes(MasterEntry service, String parameter) {
        return postfix.value(service, parameter, "no").equalsIgnoreCase("yes");
    }
}
