// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mistakes in nginx's mail proxy alone. Sources: ngx_mail_core_module, ngx_mail_auth_http_module,
 * ngx_mail_proxy_module, docs/nginx.md.
 */
final class NginxRules {
    /** Maximum time of a login while Sekisho's database is down, in seconds (docs/known-issues.md). */
    private static final int AUTH_SECONDS = 12;

    /** RFC 2177: a client renews IDLE at least every 29 minutes. */
    private static final int IDLE_SECONDS = 29 * 60;

    private static final Pattern TIME = Pattern.compile("([0-9]{1,7})(ms|s|m|h|d)?");

    private final Source source;
    private final Block root;
    private final SekishoSettings sekisho;
    private final Consumer<Finding> found;

    NginxRules(Source source, Block root, SekishoSettings sekisho, Consumer<Finding> found) {
        this.source = source;
        this.root = root;
        this.sekisho = sekisho;
        this.found = found;
    }

    void check(List<Place> unread) {
        List<NginxServer> servers = NginxServer.all(root);
        unread.forEach(each -> found.accept(Finding.warning(
                "include-not-read",
                each,
                "the included file is missing or was not supplied, so its directives are unknown: examine the output of"
                        + " nginx -T",
                "nginx -T")));
        if (servers.isEmpty() && unread.isEmpty()) {
            found.accept(Finding.error(
                    "no-mail-servers",
                    source.whole(),
                    "mail { server { … } } is missing: nginx does not query Sekisho",
                    "mail { … } # the complete file is in docs/nginx.md"));
        }
        for (NginxServer each : servers) {
            authHttp(each);
            key(each);
            plain(each);
            xclient(each);
            times(each);
            messages(each);
        }
    }

    private void authHttp(NginxServer server) {
        Optional<Block> directive = server.directive("auth_http");
        if (directive.isEmpty()) {
            found.accept(Finding.error(
                    "no-auth-http",
                    server.server().place(),
                    server.name() + " queries no authentication backend",
                    "auth_http 127.0.0.1:9080/auth/nginx;"));
            return;
        }
        String host = host(directive.get());
        if (Hosts.isName(host) && !host.equals("localhost")) {
            found.accept(Finding.warning(
                    "auth-http-by-name",
                    directive.get().place(),
                    host + " is resolved once, when nginx starts, and only its first address is used",
                    "auth_http 192.0.2.31:9080/auth/nginx;    # or an http { upstream } in front of several nodes"));
        }
    }

    private static String host(Block authHttp) {
        String address = authHttp.argument().replaceFirst("^https?://", "").replaceFirst("/.*", "");
        return address.startsWith("[") || address.startsWith("unix:") ? address : address.replaceFirst(":[0-9]+$", "");
    }

    private void key(NginxServer server) {
        List<Block> headers = server.server().named("auth_http_header").toList();
        if (headers.isEmpty()) {
            headers = server.mail().named("auth_http_header").toList();
        }
        Optional<Block> header = headers.stream()
                .filter(each ->
                        each.arguments().size() == 2 && each.arguments().get(0).equalsIgnoreCase("X-Auth-Key"))
                .findFirst();
        Optional<Block> authHttp = server.directive("auth_http");
        if (authHttp.isEmpty()) {
            return;
        }
        boolean needed = sekisho.key().isPresent() || !Hosts.isLoopback(host(authHttp.get()));
        String change = "auth_http_header X-Auth-Key the-value-of-sekisho.login.key;";
        if (header.isEmpty() && needed) {
            found.accept(Finding.error(
                    "auth-key-missing",
                    authHttp.get().place(),
                    server.name() + " sends no X-Auth-Key: Sekisho rejects all its requests (SKS0604W)",
                    change));
        }
        if (header.isPresent()
                && sekisho.key().isPresent()
                && !sekisho.key().get().equals(header.get().arguments().get(1))) {
            found.accept(Finding.error(
                    "auth-key-differs",
                    header.get().place(),
                    "X-Auth-Key differs from sekisho.login.key: Sekisho rejects all requests (SKS0604W)",
                    change));
        }
    }

    private void plain(NginxServer server) {
        String starttls = server.value("starttls", "off");
        boolean inTheClear = !server.isTls() && !starttls.equals("only");
        // nginx accepts PLAIN and LOGIN whatever *_auth lists.
        if (inTheClear && server.hasLogins() && !server.isLoopback()) {
            found.accept(Finding.error(
                    "plain-without-tls",
                    server.directive("starttls")
                            .map(Block::place)
                            .orElse(server.server().place()),
                    server.name() + " accepts clear-text passwords (starttls " + starttls + ")",
                    "starttls only;"));
        }
    }

    private void xclient(NginxServer server) {
        if (server.protocol().equals("smtp") && server.hasLogins() && !server.isOn("xclient", true)) {
            found.accept(Finding.error(
                    "xclient-off",
                    server.directive("xclient")
                            .map(Block::place)
                            .orElse(server.server().place()),
                    server.name() + " does not pass the login to Postfix: no send limit applies, or no account may"
                            + " send",
                    "xclient on;"));
        }
    }

    private void times(NginxServer server) {
        server.directive("auth_http_timeout")
                .filter(each -> seconds(each.argument()) < AUTH_SECONDS)
                .ifPresent(each -> found.accept(Finding.warning(
                        "auth-http-timeout",
                        each.place(),
                        "auth_http_timeout " + each.argument()
                                + " is shorter than the time that Sekisho may need while its database is down: clients"
                                + " see an internal error instead of a temporary failure",
                        "auth_http_timeout 20s;")));
        server.directive("proxy_timeout")
                .filter(each -> server.protocol().equals("imap") && seconds(each.argument()) <= IDLE_SECONDS)
                .ifPresent(each -> found.accept(Finding.warning(
                        "idle-timeout",
                        each.place(),
                        "proxy_timeout " + each.argument() + " cuts IMAP IDLE, whose clients may be silent for 29"
                                + " minutes",
                        "proxy_timeout 31m;")));
    }

    private void messages(NginxServer server) {
        if (server.hasLogins() && !server.isOn("proxy_pass_error_message", false)) {
            found.accept(Finding.warning(
                    "error-message-hidden",
                    server.directive("proxy_pass_error_message")
                            .map(Block::place)
                            .orElse(server.mail().place()),
                    "the mail host's answer to a login is hidden: clients see \"internal server error\"",
                    "proxy_pass_error_message on;"));
        }
    }

    private static long seconds(String time) {
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            return Long.MAX_VALUE;
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> number / 1000;
            case "m" -> number * 60;
            case "h" -> number * 3600;
            case "d" -> number * 86_400;
            default -> number;
        };
    }
}
