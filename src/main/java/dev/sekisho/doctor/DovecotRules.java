// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Mistakes in Dovecot alone. Sources: Dovecot's quota plugin and quota-status, docs/dovecot.md. */
final class DovecotRules {
    /** Dovecot's default_process_limit. */
    private static final int PROCESSES = 100;

    private final Source source;
    private final Block root;
    private final DovecotVersion version;
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    DovecotRules(Source source, Block root, SekishoSettings sekisho, Consumer<Finding> found) {
        this.source = source;
        this.root = root;
        this.version = DovecotVersion.of(source, root);
        this.sekisho = sekisho;
        this.found = found;
    }

    void check(List<Place> unread) {
        unread.forEach(each -> found.accept(Finding.warning(
                "include-not-read",
                each,
                "the included file is missing or was not supplied, so its settings are unknown: examine the output of"
                        + " doveconf -n",
                "doveconf -n")));
        quotaStatus(root).ifPresentOrElse(this::service, this::noQuotaStatus);
        if (version.hasQuota(root)) {
            grace();
            success();
            tooLarge();
        }
        plain();
        plusInLogins();
        haproxy();
    }

    static Optional<Block> quotaStatus(Block root) {
        return root.named("service")
                .filter(each -> each.argument().equals("quota-status"))
                .findFirst();
    }

    /** Only a warning where mailboxes have no limit. */
    private void noQuotaStatus() {
        String what =
                "service quota-status is missing: Sekisho cannot check quotas on this host, and mail to full mailboxes"
                        + " passes";
        String change = inService("executable = quota-status -p postfix\n  client_limit = 1\n  process_limit = "
                + processes() + "\n  inet_listener quota-status {\n    port = 12340\n  }");
        found.accept(
                version.hasQuota(root)
                        ? Finding.error("no-quota-status", source.whole(), what, change)
                        : Finding.warning("no-quota-status", source.whole(), what, change));
    }

    private static String inService(String lines) {
        return "service quota-status {\n  " + lines + "\n}";
    }

    private int processes() {
        return Math.max(PROCESSES, sekisho.connectionsPerHost());
    }

    private void service(Block service) {
        if (!service.child("executable").map(Block::argument).orElse("").matches(".*\\s-p\\s*postfix\\b.*")) {
            found.accept(Finding.error(
                    "quota-status-protocol",
                    service.place(),
                    "quota-status uses Postfix's policy protocol only with -p postfix",
                    inService("executable = quota-status -p postfix")));
        }
        boolean reachable = service.named("inet_listener")
                .flatMap(each -> each.child("port").stream())
                .anyMatch(each -> !each.argument().equals("0"));
        if (!reachable) {
            found.accept(Finding.error(
                    "quota-status-unreachable",
                    service.place(),
                    "quota-status has no inet_listener: Sekisho cannot reach it",
                    inService("inet_listener quota-status {\n    port = 12340\n  }")));
        }
        int clients = number(service, "client_limit", 0);
        if (clients != 1) {
            found.accept(Finding.warning(
                    "client-limit",
                    service.child("client_limit").map(Block::place).orElse(service.place()),
                    "a quota-status process checks one mailbox at a time: with several clients a slow one delays all"
                            + " others",
                    inService("client_limit = 1")));
        }
        int own = number(service, "process_limit", 0);
        int processes = own == 0 ? number(root, "default_process_limit", PROCESSES) : own;
        if (clients == 1 && processes < sekisho.connectionsPerHost()) {
            found.accept(Finding.error(
                    "process-limit",
                    service.child("process_limit").map(Block::place).orElse(service.place()),
                    processes + " processes are fewer than the " + sekisho.connectionsPerHost()
                            + " connections of one node (sekisho.quota.connections-per-host): each connection needs a"
                            + " process, and Dovecot accepts further ones but never answers them",
                    inService("process_limit = " + processes())));
        }
    }

    private Place place() {
        return root.child("plugin").map(Block::place).orElse(source.whole());
    }

    private void grace() {
        String name = version.grace();
        Optional<Block> grace = version.setting(root, name);
        if (!grace.map(Block::argument).orElse(version.graceOtherwise()).matches("0+\\s*[%A-Za-z]*")) {
            found.accept(Finding.warning(
                    "quota-grace",
                    grace.map(Block::place).orElse(place()),
                    "LMTP accepts mail that quota-status rejects: " + name + " is "
                            + grace.map(Block::argument).orElse(version.graceOtherwise() + " unless set"),
                    ownChange(grace, name, "0")));
        }
    }

    /** In 2.4 a value in a block {@code quota name} overrides one at the top level. */
    private String ownChange(Optional<Block> written, String name, String value) {
        Optional<Block> block = root.named("quota")
                .filter(each -> written.isPresent() && each.children().contains(written.get()))
                .findFirst();
        return block.map(each -> "quota \"" + each.argument() + "\" {\n  "
                        + written.map(Block::name).orElse(name) + " = " + value + "\n}")
                .orElse(version.change(name, value));
    }

    private void success() {
        String name = "quota_status_success";
        Optional<Block> success = version.setting(root, name);
        String word =
                success.map(Block::argument).orElse("OK").split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (word.equals("OK") || word.equals("PERMIT")) {
            found.accept(Finding.warning(
                    "ok-as-success",
                    success.map(Block::place).orElse(place()),
                    name + " is " + word + (success.isEmpty() ? " unless set" : "")
                            + ": Sekisho replaces it with DUNNO, but a Postfix that queries this service directly skips"
                            + " every later check",
                    version.change(name, "DUNNO")));
        }
    }

    /** Dovecot 2.4 returns an empty action for a message that is larger than the whole limit. */
    private void tooLarge() {
        String name = "quota_status_toolarge";
        Optional<Block> written = version.setting(root, name);
        if (version == DovecotVersion.V2_4
                && written.map(Block::argument).orElse("").isEmpty()) {
            found.accept(Finding.warning(
                    "quota-too-large",
                    written.map(Block::place).orElse(source.whole()),
                    name
                            + " is not set: Dovecot 2.4 returns no action for a message that is larger than the whole"
                            + " limit,"
                            + " and Sekisho lets it pass",
                    version.change(name, "552 5.2.3 Message is larger than the mailbox")));
        }
    }

    private void plain() {
        Optional<Block> cleartext = version.cleartext(root);
        boolean required = root.child("ssl")
                .filter(each -> each.argument().equals("required"))
                .isPresent();
        if (cleartext.isEmpty() || required) {
            return;
        }
        DovecotListener.of(root).stream()
                .filter(each -> !each.haproxy() && !each.loopback())
                .findFirst()
                .ifPresent(each -> found.accept(Finding.error(
                        "plain-without-tls",
                        cleartext.get().place(),
                        "port " + each.port() + " (" + each.protocol()
                                + ") accepts clear-text passwords from any client, not only from nginx. Trust only the"
                                + " addresses of nginx, or set haproxy = yes and haproxy_trusted_networks for the"
                                + " listener",
                        version.noCleartext())));
    }

    private void plusInLogins() {
        Optional<Block> chars = root.child("auth_username_chars");
        if (chars.isEmpty()
                || (!chars.get().argument().isEmpty() && !chars.get().argument().contains("+"))) {
            found.accept(Finding.warning(
                    "plus-in-logins",
                    chars.map(Block::place).orElse(source.whole()),
                    "a login such as carol+2026@example.net is rejected: + is not in auth_username_chars",
                    "auth_username_chars = abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@+"));
        }
    }

    private void haproxy() {
        boolean wanted = DovecotListener.of(root).stream().anyMatch(DovecotListener::haproxy);
        boolean trusted = root.child("haproxy_trusted_networks")
                .filter(each -> !each.argument().isBlank())
                .isPresent();
        if (wanted && !trusted) {
            found.accept(Finding.error(
                    "haproxy-untrusted",
                    root.place(),
                    "Dovecot trusts no PROXY line and drops every connection of nginx. List the addresses of nginx"
                            + " and, for"
                            + " its probes, of Sekisho",
                    "haproxy_trusted_networks = 192.0.2.1"));
        }
    }

    private static int number(Block block, String name, int otherwise) {
        String text = block.child(name).map(Block::argument).orElse("");
        if (text.equals("unlimited")) {
            return Integer.MAX_VALUE;
        }
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }
}
