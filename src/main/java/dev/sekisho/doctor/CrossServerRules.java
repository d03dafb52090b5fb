// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Mistakes between two servers. Sources: XCLIENT_README, the PROXY protocol in ngx_mail_proxy_module and Dovecot's
 * haproxy, docs/postfix.md.
 */
final class CrossServerRules {
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    CrossServerRules(SekishoSettings sekisho, Consumer<Finding> found) {
        this.sekisho = sekisho;
        this.found = found;
    }

    /** The action that Sekisho returns to Postfix. */
    void sekishoAndPostfix() {
        String word = sekisho.action().orElse("").strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (word.equals("DEFER_IF_REJECT")) {
            found.accept(Finding.error(
                    "defer-if-reject-alone",
                    sekisho.place(),
                    "sekisho.sendlimit.action begins with DEFER_IF_REJECT, which defers only if a later restriction"
                            + " rejects: at the end of a message there is none, and mail above the limit is accepted",
                    "sekisho.sendlimit.action=450 4.7.1 Send limit of {amount} recipients in {period} reached"));
        } else if (Set.of("OK", "DUNNO", "PERMIT").contains(word)) {
            found.accept(Finding.error(
                    "ok-as-success",
                    sekisho.place(),
                    "sekisho.sendlimit.action is " + word + ": mail above the limit is accepted",
                    "sekisho.sendlimit.action=450 4.7.1 Send limit of {amount} recipients in {period} reached"));
        }
    }

    /** nginx passes logins to Postfix by XCLIENT. */
    void nginxAndPostfix(List<NginxServer> servers, Postfix postfix) {
        List<NginxServer> smtp =
                servers.stream().filter(each -> each.protocol().equals("smtp")).toList();
        boolean authorized = postfix.listeners().stream()
                .anyMatch(each -> !postfix.value(each, "smtpd_authorized_xclient_hosts", "")
                        .isBlank());
        smtp.stream()
                .filter(each -> each.isOn("xclient", true) && !authorized)
                .findFirst()
                .ifPresent(each -> found.accept(Finding.error(
                        "xclient-hosts-missing",
                        postfix.main().whole(),
                        "nginx's " + each.name()
                                + " sends XCLIENT, but Postfix accepts it from no host: every session ends with 550."
                                + " List"
                                + " only the addresses of nginx",
                        "smtpd_authorized_xclient_hosts = 192.0.2.1")));
        boolean proxied = postfix.listeners().stream()
                .anyMatch(each ->
                        postfix.value(each, "smtpd_upstream_proxy_protocol", "").equals("haproxy"));
        smtp.stream()
                .filter(each -> each.isOn("proxy_protocol", false) && !proxied)
                .findFirst()
                .ifPresent(each -> found.accept(Finding.error(
                        "proxy-protocol-differs",
                        each.directive("proxy_protocol")
                                .map(Block::place)
                                .orElse(each.server().place()),
                        "nginx's " + each.name() + " sends a PROXY line, which no Postfix listener expects",
                        "proxy_protocol off; # XCLIENT passes the client's address to Postfix")));
    }

    /** nginx passes the client's address to Dovecot by the PROXY protocol, if both are configured for it. */
    void nginxAndDovecot(List<NginxServer> servers, Block dovecot) {
        for (String protocol : List.of("imap", "pop3")) {
            List<DovecotListener> listeners = DovecotListener.of(dovecot).stream()
                    .filter(each -> each.protocol().equals(protocol))
                    .toList();
            for (NginxServer server : servers) {
                boolean sends = server.isOn("proxy_protocol", false);
                boolean fits = listeners.stream().anyMatch(each -> each.haproxy() == sends);
                if (server.protocol().equals(protocol) && !listeners.isEmpty() && !fits) {
                    found.accept(differs(server, listeners.get(0), sends));
                    break;
                }
            }
        }
    }

    private static Finding differs(NginxServer server, DovecotListener listener, boolean sends) {
        return sends
                ? Finding.error(
                        "proxy-protocol-differs",
                        listener.place(),
                        "nginx's " + server.name() + " sends a PROXY line, but no " + listener.protocol()
                                + " listener of Dovecot expects one: port " + listener.port()
                                + " reads it as a command, and no login succeeds",
                        listener.change("haproxy = yes"))
                : Finding.error(
                        "proxy-protocol-differs",
                        server.server().place(),
                        "Dovecot's port " + listener.port() + " expects a PROXY line, which nginx's " + server.name()
                                + " does not send: no login succeeds",
                        "proxy_protocol on;");
    }

    /** A 4xx of the mail host lets senders retry; Sekisho's 552 would reverse that decision. */
    void sekishoAndDovecot(Block dovecot, DovecotVersion version) {
        version.setting(dovecot, "quota_status_overquota")
                .filter(each -> each.argument().matches("(?is)\"?(4|defer).*")
                        && sekisho.overQuotaReply().equals("552"))
                .ifPresent(each -> found.accept(Finding.warning(
                        "over-quota-code",
                        each.place(),
                        "quota_status_overquota lets senders retry ("
                                + each.argument().split("\\s+", 2)[0]
                                + "), but Sekisho answers 552 for a full mailbox: mail bounces that would be deferred",
                        "sekisho.quota.over-quota-reply=452")));
    }

    /** Direct requests to quota-status work for one mail host only; together with Sekisho they are duplicates. */
    void postfixAndDovecot(Postfix postfix, Block dovecot) {
        Set<Integer> ports = DovecotRules.quotaStatus(dovecot).stream()
                .flatMap(service -> service.named("inet_listener"))
                .flatMap(each -> each.child("port").stream())
                .map(Block::argument)
                .filter(each -> each.matches("[1-9][0-9]{0,4}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        for (MasterEntry service : postfix.listeners()) {
            for (PolicyCall call : PostfixRules.calls(postfix, service)) {
                boolean isSekisho = call.port() == sekisho.quotaPort() || call.port() == sekisho.sendLimitPort();
                if (ports.contains(call.port()) && !isSekisho) {
                    Parameter parameter = call.word().parameter();
                    found.accept(Finding.error(
                            "quota-status-queried-directly",
                            parameter.place(),
                            "Postfix queries Dovecot's quota-status directly (" + call.endpoint()
                                    + "): it knows the mailboxes of one host only, and Sekisho is bypassed",
                            call.rewritten(postfix, service, call.good("inet:127.0.0.1:" + sekisho.quotaPort()))));
                }
            }
        }
    }
}
