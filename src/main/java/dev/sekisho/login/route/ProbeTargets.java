// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.login.AddressMetrics;
import dev.sekisho.net.HostPort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The targets of probes: each address of each mail host for each protocol, and the MX hosts. Used by one thread. */
final class ProbeTargets {
    /** Far more than an installation has; bounds memory, gauges and probes if the tables are flooded. */
    static final int MAX_SERVICES = 5_000;

    /** An address to probe, a literal. */
    record Target(String address, int port) {}

    /** The place of a service, and whether it is draining. */
    record Place(Target target, Greeting greeting, boolean draining) {}

    private final Function<String, Optional<String>> resolver;
    private final Map<AddressMetrics.Gauged, Place> places = new LinkedHashMap<>();
    private int left;

    ProbeTargets(Function<String, Optional<String>> resolver) {
        this.resolver = resolver;
    }

    Map<AddressMetrics.Gauged, Place> places() {
        return places;
    }

    /** How many targets beyond the bound were left out. */
    int left() {
        return left;
    }

    void addHosts(Collection<LoginHost> hosts) {
        hosts.stream().filter(LoginHost::probe).forEach(this::addHost);
    }

    private void addHost(LoginHost host) {
        for (HostAddress each : host.addresses()) {
            boolean draining = each.state() == MailHostState.DRAINING || host.state() == MailHostState.DRAINING;
            add(host.name(), each.address(), host.imapPort(), Greeting.IMAP, draining);
            add(host.name(), each.address(), host.pop3Port(), Greeting.POP3, draining);
            if (host.smtpAddress().isEmpty()) {
                add(host.name(), each.address(), host.smtpPort(), Greeting.SMTP, draining);
            }
        }
        host.smtpAddress()
                .ifPresent(address -> add(
                        host.name(), address, host.smtpPort(), Greeting.SMTP, host.state() == MailHostState.DRAINING));
    }

    /** @param lists texts that {@link HostPort} reads; unreadable ones are ignored */
    void addMx(Collection<String> lists, int defaultPort) {
        for (String list : lists) {
            try {
                for (HostPort each : HostPort.parseList(list, defaultPort)) {
                    String where = each.port() == defaultPort ? each.host() : each.host() + " " + each.port();
                    add("mx", each.host(), where, each.port(), Greeting.SMTP, false);
                }
            } catch (IllegalArgumentException e) {
                // The logins that it prevents log it, with its domain.
            }
        }
    }

    private void add(String host, String address, int port, Greeting greeting, boolean draining) {
        add(host, address, address, port, greeting, draining);
    }

    private void add(String host, String address, String label, int port, Greeting greeting, boolean draining) {
        if (places.size() >= MAX_SERVICES) {
            left++;
            return;
        }
        resolver.apply(address)
                .ifPresent(literal -> places.put(
                        new AddressMetrics.Gauged(host, label, greeting.word()),
                        new Place(new Target(literal, port), greeting, draining)));
    }
}
