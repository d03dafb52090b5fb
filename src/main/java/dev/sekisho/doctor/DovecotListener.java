// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listener of Dovecot for IMAP or POP3 logins without implicit TLS.
 *
 * @param protocol {@code imap} or {@code pop3}
 * @param name name of its {@code inet_listener}
 * @param haproxy whether it expects a PROXY line with the client's address
 * @param loopback whether it is reachable from this machine only
 */
@Immutable
record DovecotListener(String protocol, String name, int port, boolean haproxy, boolean loopback, Place place) {

    /** The listeners of a configuration, with Dovecot's defaults for absent settings. */
    static List<DovecotListener> of(Block root) {
        String protocols = root.child("protocols").map(Block::enabled).orElse("imap pop3 lmtp");
        List<DovecotListener> listeners = new ArrayList<>();
        for (String protocol : List.of("imap", "pop3")) {
            if (List.of(protocols.split("[\\s,]+")).contains(protocol)) {
                of(root, protocol).stream().filter(each -> each.port() != 0).forEach(listeners::add);
            }
        }
        return listeners;
    }

    /** All listeners of a protocol: the configured ones, and Dovecot's default listener unless it is among them. */
    private static List<DovecotListener> of(Block root, String protocol) {
        List<Block> configured = root.named("service")
                .filter(each -> each.argument().equals(protocol + "-login"))
                .flatMap(each -> each.named("inet_listener"))
                .toList();
        List<DovecotListener> listeners = new ArrayList<>();
        if (configured.stream().noneMatch(each -> each.argument().equals(protocol))) {
            listeners.add(new DovecotListener(
                    protocol,
                    protocol,
                    defaultPort(protocol),
                    false,
                    isLoopback(root, Optional.empty()),
                    root.place()));
        }
        for (Block block : configured) {
            boolean isTls = value(block, "ssl", block.argument().equals(protocol + "s") ? "yes" : "no")
                    .equals("yes");
            String port = value(block, "port", "");
            int number = port.matches("[0-9]{1,5}")
                    ? Integer.parseInt(port)
                    : block.argument().equals(protocol) ? defaultPort(protocol) : 0;
            if (!isTls) {
                listeners.add(new DovecotListener(
                        protocol,
                        block.argument(),
                        number,
                        value(block, "haproxy", "no").equals("yes"),
                        isLoopback(root, Optional.of(block)),
                        block.place()));
            }
        }
        return listeners;
    }

    private static int defaultPort(String protocol) {
        return protocol.equals("imap") ? 143 : 110;
    }

    private static boolean isLoopback(Block root, Optional<Block> listener) {
        String addresses = listener.flatMap(each -> each.child("address").or(() -> each.child("listen")))
                .or(() -> root.child("listen"))
                .map(Block::argument)
                .orElse("*");
        return List.of(addresses.split("[,\\s]+")).stream().allMatch(Hosts::isLoopback);
    }

    private static String value(Block block, String name, String otherwise) {
        return block.child(name).map(Block::argument).orElse(otherwise);
    }

    /** Lines that add a setting to this listener. */
    String change(String line) {
        return "service " + protocol + "-login {\n  inet_listener " + name + " {\n    " + line + "\n  }\n}";
    }
}
