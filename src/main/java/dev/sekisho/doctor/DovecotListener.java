// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Dovecot takes IMAP or POP3 logins without TLS from the first byte.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param protocol {@code imap} or {@code pop3}
 * @param haproxy whether it wants the client's address from a proxy
 */
record DovecotListener(String protocol, int port, boolean haproxy, Place place) {

    /** Those that a configuration has; what it does not say is as Dovecot has it. */
    static List<DovecotListener> of(Block root) {
        String protocols = root.child("protocols").map(Block::argument).orElse("imap pop3 lmtp");
        List<DovecotListener> listeners = new ArrayList<>();
        for (String protocol : List.of("imap", "pop3")) {
            if (List.of(protocols.split("\\s+")).contains(protocol)) {
                DovecotListener listener = of(root, protocol);
                if (listener.port() != 0) {
                    listeners.add(listener);
                }
            }
        }
        return listeners;
    }

    private static DovecotListener of(Block root, String protocol) {
        Optional<Block> block = root.named("service")
                .filter(each -> each.argument().equals(protocol + "-login"))
                .flatMap(each -> each.named("inet_listener"))
                .filter(each -> each.argument().equals(protocol))
                .findFirst();
        String port =
                block.flatMap(each -> each.child("port")).map(Block::argument).orElse("");
        int usual = protocol.equals("imap") ? 143 : 110;
        return new DovecotListener(
                protocol,
                port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : usual,
                block.flatMap(each -> each.child("haproxy"))
                        .filter(each -> each.argument().equals("yes"))
                        .isPresent(),
                block.map(Block::place).orElse(root.place()));
    }
}
