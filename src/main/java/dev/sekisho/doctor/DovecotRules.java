// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What goes wrong in Dovecot alone. Sources: Dovecot's quota plugin and quota-status, docs/dovecot.md.
 *
 * <p>Confined to one examination.
 */
final class DovecotRules {
    /** Dovecot's default_process_limit. */
    private static final int PROCESSES = 100;

    private final Source source;
    private final Block root;
    private final GateFacts gate;
    private final Consumer<Finding> found;

    DovecotRules(Source source, Block root, GateFacts gate, Consumer<Finding> found) {
        this.source = source;
        this.root = root;
        this.gate = gate;
        this.found = found;
    }

    void check() {
        quotaStatus(root).ifPresentOrElse(this::service, this::noQuotaStatus);
        quotaPlugin();
        plain();
        plusInLogins();
    }

    static Optional<Block> quotaStatus(Block root) {
        return root.named("service")
                .filter(each -> each.argument().equals("quota-status"))
                .findFirst();
    }

    private void noQuotaStatus() {
        found.accept(Finding.error(
                "no-quota-status",
                source.whole(),
                "there is no service quota-status: the gate has nobody to ask here, and all mail passes to full mailboxes",
                "service quota-status { executable = quota-status -p postfix … }    # docs/dovecot.md has it whole"));
    }

    private void service(Block service) {
        if (!service.child("executable").map(Block::argument).orElse("").matches(".*\\s-p\\s+postfix\\b.*")) {
            found.accept(Finding.error(
                    "quota-status-protocol",
                    service.place(),
                    "quota-status does not speak Postfix's policy protocol without -p postfix",
                    "executable = quota-status -p postfix"));
        }
        boolean reachable = service.named("inet_listener")
                .flatMap(each -> each.child("port").stream())
                .anyMatch(each -> !each.argument().equals("0"));
        if (!reachable) {
            found.accept(Finding.error(
                    "quota-status-unreachable",
                    service.place(),
                    "quota-status has no inet_listener: the gate cannot reach it",
                    "inet_listener { port = 12340 }"));
        }
        int clients = number(service, "client_limit", 0);
        if (clients != 1) {
            found.accept(Finding.warning(
                    "client-limit",
                    service.child("client_limit").map(Block::place).orElse(service.place()),
                    "a quota-status process looks up one mailbox at a time: with several clients a slow one holds up all"
                            + " the others",
                    "client_limit = 1"));
        }
        int own = number(service, "process_limit", 0);
        int processes = own == 0 ? number(root, "default_process_limit", PROCESSES) : own;
        if (clients == 1 && processes < gate.connectionsPerHost()) {
            found.accept(Finding.error(
                    "process-limit",
                    service.child("process_limit").map(Block::place).orElse(service.place()),
                    processes + " processes are fewer than the " + gate.connectionsPerHost()
                            + " connections of one gate (sekisho.quota.connections-per-host): one process a connection,"
                            + " and those beyond are taken and never answered",
                    "process_limit = " + PROCESSES));
        }
    }

    private void quotaPlugin() {
        Optional<Block> plugin = root.child("plugin");
        Place place = plugin.map(Block::place).orElse(source.whole());
        Optional<Block> grace = setting("quota_grace");
        if (!grace.map(Block::argument).orElse("10%").matches("0[%A-Za-z]*")) {
            found.accept(Finding.warning(
                    "quota-grace",
                    grace.map(Block::place).orElse(place),
                    "LMTP takes what quota-status refuses: quota_grace is "
                            + grace.map(Block::argument).orElse("10% unless set"),
                    "quota_grace = 0"));
        }
        Optional<Block> success = setting("quota_status_success");
        String word =
                success.map(Block::argument).orElse("OK").split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (word.equals("OK") || word.equals("PERMIT")) {
            found.accept(Finding.warning(
                    "ok-as-success",
                    success.map(Block::place).orElse(place),
                    "quota_status_success is " + word + (success.isEmpty() ? " unless set" : "")
                            + ": the gate says DUNNO in its place, but a Postfix that asks here skips every later check",
                    "quota_status_success = DUNNO"));
        }
    }

    /** In 2.3 of the plugin section, in 2.4 of its own. */
    private Optional<Block> setting(String name) {
        return root.child("plugin").flatMap(each -> each.child(name)).or(() -> root.child(name));
    }

    private void plain() {
        Optional<Block> cleartext = root.child("disable_plaintext_auth")
                .filter(each -> each.argument().equals("no"))
                .or(() -> root.child("auth_allow_cleartext")
                        .filter(each -> each.argument().equals("yes")));
        boolean loopback = List.of(
                        root.child("listen").map(Block::argument).orElse("*").split("[,\\s]+"))
                .stream()
                .allMatch(Networks::isLoopback);
        boolean required = root.child("ssl")
                .filter(each -> each.argument().equals("required"))
                .isPresent();
        if (cleartext.isEmpty() || loopback || required) {
            return;
        }
        DovecotListener.of(root).stream()
                .filter(each -> !each.haproxy())
                .findFirst()
                .ifPresent(each -> found.accept(Finding.error(
                        "plain-without-tls",
                        cleartext.get().place(),
                        "port " + each.port() + " (" + each.protocol()
                                + ") takes passwords in the clear from anybody, not only from nginx",
                        "haproxy = yes    # in its inet_listener, with haproxy_trusted_networks; or disable_plaintext_auth ="
                                + " yes")));
    }

    private void plusInLogins() {
        Optional<Block> chars = root.child("auth_username_chars");
        if (chars.isEmpty()
                || (!chars.get().argument().isEmpty() && !chars.get().argument().contains("+"))) {
            found.accept(Finding.warning(
                    "plus-in-logins",
                    chars.map(Block::place).orElse(source.whole()),
                    "a login such as carol+2026@example.net is refused: + is not in auth_username_chars",
                    "auth_username_chars = abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@+"));
        }
    }

    private static int number(Block block, String name, int otherwise) {
        String text = block.child(name).map(Block::argument).orElse("");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }
}
