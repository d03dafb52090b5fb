// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Dovecot takes IMAP or POP3 logins without TLS from the first byte.
 *
 * @param protocol {@code imap} or {@code pop3}
 * @param name of its {@code inet_listener}
 * @param haproxy whether it wants the client's address from a proxy
 * @param loopback whether only this machine reaches it
 */
@Immutable
record DovecotListener(String protocol, String name, int port, boolean haproxy, boolean loopback, Place place) {

    /** Those that a configuration has; what it does not say is as Dovecot has it. */
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

    /** All of a protocol: those that are written, and Dovecot's own unless it is written too. */
    private static List<DovecotListener> of(Block root, String protocol) {
        List<Block> written = root.named("service")
                .filter(each -> each.argument().equals(protocol + "-login"))
                .flatMap(each -> each.named("inet_listener"))
                .toList();
        List<DovecotListener> listeners = new ArrayList<>();
        if (written.stream().noneMatch(each -> each.argument().equals(protocol))) {
            listeners.add(new DovecotListener(
                    protocol, protocol, usual(protocol), false, isLoopback(root, Optional.empty()), root.place()));
        }
        for (Block block : written) {
            boolean isTls = value(block, "ssl", block.argument().equals(protocol + "s") ? "yes" : "no")
                    .equals("yes");
            String port = value(block, "port", "");
            int number = port.matches("[0-9]{1,5}")
                    ? Integer.parseInt(port)
                    : block.argument().equals(protocol) ? usual(protocol) : 0;
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

    private static int usual(String protocol) {
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
