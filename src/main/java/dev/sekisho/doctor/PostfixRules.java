// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Mistakes in Postfix alone. Sources: SMTPD_POLICY_README, access(5), XCLIENT_README, postconf(5). */
final class PostfixRules {
    static final String RECIPIENT = "smtpd_recipient_restrictions";
    static final String DATA = "smtpd_data_restrictions";
    static final String END_OF_DATA = "smtpd_end_of_data_restrictions";

    /** Every list that may contain a policy service. */
    private static final List<String> LISTS = List.of(
            "smtpd_client_restrictions",
            "smtpd_helo_restrictions",
            "smtpd_sender_restrictions",
            "smtpd_relay_restrictions",
            RECIPIENT,
            DATA,
            END_OF_DATA,
            "smtpd_etrn_restrictions");

    private static final String XCLIENT = "smtpd_authorized_xclient_hosts";

    private final Postfix postfix;
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    PostfixRules(Postfix postfix, SekishoSettings sekisho, Consumer<Finding> found) {
        this.postfix = postfix;
        this.sekisho = sekisho;
        this.found = found;
    }

    void check() {
        for (MasterEntry each : postfix.listeners()) {
            new PolicyRules(postfix, each, sekisho, found).check();
            List<PolicyCall> calls = calls(postfix, each);
            OrderRules order = new OrderRules(postfix, each, sekisho, found);
            calls.forEach(order::check);
            xclient(each, calls);
            logins(each, calls);
            plain(each);
            deferIfReject(each);
        }
    }

    static List<PolicyCall> calls(Postfix postfix, MasterEntry service) {
        return LISTS.stream()
                .flatMap(list -> PolicyCall.in(postfix, service, list).stream())
                .toList();
    }

    private void xclient(MasterEntry service, List<PolicyCall> calls) {
        String hosts = postfix.value(service, XCLIENT, "");
        Place place = postfix.parameter(service, XCLIENT)
                .map(Parameter::place)
                .orElse(postfix.main().whole());
        if (hosts.isBlank() && isForLogins(service, calls)) {
            found.accept(Finding.error(
                    "xclient-hosts-missing",
                    place,
                    service.name() + " queries send limits, but no host may send it XCLIENT: nginx's XCLIENT is"
                            + " rejected"
                            + " (550), and no mail is sent. List only the addresses of nginx",
                    rewritten(service, XCLIENT, "192.0.2.1")));
        }
        boolean anyHost = Words.of(hosts).stream().anyMatch(each -> each.endsWith("/0") || each.equals("static:all"));
        if (anyHost) {
            found.accept(Finding.error(
                    "xclient-hosts-open",
                    place,
                    XCLIENT + " = " + hosts + " lets any client claim any login and any client address. List only the"
                            + " addresses of nginx",
                    rewritten(service, XCLIENT, "192.0.2.1")));
        }
    }

    private String rewritten(MasterEntry service, String name, String value) {
        return postfix.written(service, name).map(each -> each.rewritten(value)).orElse(name + " = " + value);
    }

    /**
     * Whether it is a listener behind nginx: it queries send limits, does not verify passwords itself, and either
     * accepts XCLIENT or no listener of this Postfix verifies passwords. Without a master.cf the latter is unknown.
     */
    private boolean isForLogins(MasterEntry service, List<PolicyCall> calls) {
        boolean limits = calls.stream().anyMatch(each -> each.port() == sekisho.sendLimitPort());
        boolean xclient = !postfix.value(service, XCLIENT, "").isBlank();
        boolean noneHasPasswords =
                postfix.complete() && postfix.listeners().stream().noneMatch(this::hasOwnPasswords);
        return limits && !hasOwnPasswords(service) && (xclient || noneHasPasswords);
    }

    private boolean hasOwnPasswords(MasterEntry service) {
        return isYes(service, "smtpd_sasl_auth_enable")
                && !postfix.value(service, "smtpd_sasl_path", "smtpd").equals("none");
    }

    private void logins(MasterEntry service, List<PolicyCall> calls) {
        boolean auth = isYes(service, "smtpd_sasl_auth_enable");
        boolean byLogin = lists(service).anyMatch(word -> word.text().equals("check_sasl_access"));
        boolean nowhere = postfix.complete()
                && postfix.listeners().stream().noneMatch(each -> isYes(each, "smtpd_sasl_auth_enable"));
        if (byLogin && !auth && (nowhere || isForLogins(service, calls))) {
            found.accept(Finding.error(
                    "login-not-seen",
                    service.place(),
                    service.name() + " has check_sasl_access, but without smtpd_sasl_auth_enable it sees no login,"
                            + " not even"
                            + " by XCLIENT: no client may send",
                    "-o smtpd_sasl_auth_enable=yes"));
        }
        if (isForLogins(service, calls) && !byLogin) {
            lists(service)
                    .filter(word -> word.text().equals("permit_sasl_authenticated"))
                    .findFirst()
                    .ifPresent(word -> found.accept(Finding.warning(
                            "login-not-seen",
                            word.parameter().place(),
                            "permit_sasl_authenticated does not see logins by XCLIENT: " + service.name()
                                    + " rejects mail of clients that nginx has authenticated",
                            word.parameter()
                                    .rewritten(Restrictions.with(
                                            postfix.chosen(service, word.parameter()),
                                            word.place(),
                                            "check_sasl_access static:permit")))));
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
        if (auth && !encrypted && !noPlain && !isYes(service, "smtpd_tls_auth_only") && !isInner(service)) {
            found.accept(Finding.error(
                    "plain-without-tls",
                    service.place(),
                    service.name() + " accepts clear-text passwords: it offers AUTH without TLS",
                    rewritten(service, "smtpd_tls_auth_only", "yes")));
        }
    }

    /** Whether it is reachable from this machine only, or restricted to own networks. */
    private boolean isInner(MasterEntry service) {
        List<String> interfaces = Words.of(postfix.value(service, "inet_interfaces", "all"));
        boolean loopback = !interfaces.isEmpty()
                && interfaces.stream().allMatch(each -> each.equals("loopback-only") || Hosts.isLoopback(each));
        List<String> clients = postfix.list(service, "smtpd_client_restrictions").stream()
                .map(Postfix.Word::text)
                .toList();
        return service.isLoopback() || loopback || clients.equals(List.of("permit_mynetworks", "reject"));
    }

    /** The restriction of that name. CrossServerRules checks it as an action of Sekisho. */
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
                        "defer_if_reject defers only if a later restriction rejects, and at the end of a message"
                                + " there is"
                                + " none: the mail is accepted",
                        word.parameter()
                                .rewritten(Restrictions.with(
                                        postfix.chosen(service, word.parameter()), word.place(), "defer_if_permit"))));
            }
        }
    }

    private boolean isYes(MasterEntry service, String parameter) {
        return postfix.value(service, parameter, "no").equalsIgnoreCase("yes");
    }
}
