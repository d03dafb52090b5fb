// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import dev.sekisho.directory.Address;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.net.HostPort;
import dev.sekisho.password.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Chooses the address for a permitted login: one of those that answer, in turn. Never blocks. */
public final class LoginRouter {
    /** RFC 5321, 4.5.1: the one recipient that needs no domain. */
    private static final String POSTMASTER = "postmaster";

    private final Function<String, Optional<String>> addresses;
    private final HostHealth health;
    private final LoginConfig config;
    private final AtomicInteger turn = new AtomicInteger();

    public LoginRouter(Function<String, Optional<String>> addresses, HostHealth health, LoginConfig config) {
        this.addresses = addresses;
        this.health = health;
        this.config = config;
    }

    /**
     * Routes mail without login by the domain of the recipient.
     *
     * @param domains finds a domain; throws {@link IllegalStateException} if the directory is not read yet
     */
    public AuthResult mx(AuthRequest request, Function<String, Optional<MailDomain>> domains) {
        if (request.protocol() != AuthProtocol.SMTP) {
            return new TemporaryFailure("method none is for smtp only");
        }
        if (request.recipient().isEmpty()) {
            return new TemporaryFailure("no recipient that can be read");
        }
        if (Address.lowerCase(request.recipient()).equals(POSTMASTER)) {
            return installationMx();
        }
        Optional<MailDomain> domain;
        try {
            domain = domains.apply(request.domain());
        } catch (IllegalStateException e) {
            return new TemporaryFailure("the directory is not read yet");
        }
        if (domain.isEmpty()) {
            return new Rejected(Rejection.RELAY, "recipient domain unknown");
        }
        return domain.get()
                .mxHosts()
                .map(hosts -> domainMx(domain.get().name(), hosts))
                .orElseGet(this::installationMx);
    }

    private AuthResult domainMx(String domain, String hosts) {
        List<HostPort> resolved = new ArrayList<>();
        try {
            for (HostPort each : HostPort.parseList(hosts, config.mxPort())) {
                addresses.apply(each.host()).ifPresent(literal -> resolved.add(new HostPort(literal, each.port())));
            }
        } catch (IllegalArgumentException e) {
            return new TemporaryFailure("mx_hosts: " + e.getMessage());
        }
        if (resolved.isEmpty()) {
            return new TemporaryFailure("no MX of " + domain + " resolves");
        }
        List<HostPort> greeting = resolved.stream()
                .filter(each -> health.isUp(each.host(), each.port()))
                .toList();
        // If none greets, perhaps only Sekisho cannot reach them. The client, a mail server, retries in both cases.
        HostPort chosen = inTurn(greeting.isEmpty() ? resolved : greeting);
        return new Accepted("", "mx", chosen.host(), chosen.port(), Optional.empty());
    }

    private AuthResult installationMx() {
        return config.mxAddress().isEmpty()
                ? new TemporaryFailure("sekisho.login.mx-address is not set")
                : new Accepted("", "mx", config.mxAddress(), config.mxPort(), Optional.empty());
    }

    private <T> T inTurn(List<T> usable) {
        return usable.get(Math.floorMod(turn.getAndIncrement(), usable.size()));
    }

    public AuthResult route(AuthRequest request, LoginAccount account, Optional<Secret> clear) {
        LoginHost host = account.host();
        if (account.movingTo().isPresent()) {
            return new TemporaryFailure(
                    "the mailbox moves to " + account.movingTo().get());
        }
        if (host.state() == MailHostState.DOWN) {
            return new TemporaryFailure("mail host " + host.name() + " is down");
        }
        int port = request.protocol().port(host);
        Usable usable = usable(request, host, port);
        if (usable.addresses().isEmpty()) {
            return new TemporaryFailure(
                    "mail host " + host.name() + (usable.resolves() ? " does not answer" : " does not resolve"));
        }
        boolean needsClear = request.method().isChallenge() && request.protocol() != AuthProtocol.SMTP;
        if (needsClear && clear.isEmpty()) {
            return new TemporaryFailure("nginx needs the clear password, which is not stored");
        }
        return new Accepted(
                account.address(),
                host.name(),
                inTurn(usable.addresses()),
                port,
                needsClear ? clear : Optional.empty());
    }

    /** The addresses that take logins, and whether any name resolves. */
    private record Usable(List<String> addresses, boolean resolves) {}

    private Usable usable(AuthRequest request, LoginHost host, int port) {
        boolean resolves = false;
        List<String> up = new ArrayList<>();
        List<String> draining = new ArrayList<>();
        for (HostAddress each : candidates(request, host)) {
            Optional<String> literal = addresses.apply(each.address());
            resolves |= literal.isPresent();
            literal.filter(address -> !host.probe() || health.isUp(address, port))
                    .ifPresent(address -> (each.state() == MailHostState.UP ? up : draining).add(address));
        }
        return new Usable(up.isEmpty() ? draining : up, resolves);
    }

    private static List<HostAddress> candidates(AuthRequest request, LoginHost host) {
        if (request.protocol() == AuthProtocol.SMTP && host.smtpAddress().isPresent()) {
            return List.of(new HostAddress(host.smtpAddress().get(), MailHostState.UP));
        }
        return host.addresses().stream()
                .filter(each -> each.state() != MailHostState.DOWN)
                .toList();
    }
}
