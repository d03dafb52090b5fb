// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code server} of nginx's {@code mail} block, with the directives that it inherits. */
record NginxServer(Block mail, Block server) {
    static List<NginxServer> all(Block root) {
        return root.named("mail")
                .filter(Block::isSection)
                .flatMap(mail -> mail.named("server").map(server -> new NginxServer(mail, server)))
                .toList();
    }

    Optional<Block> directive(String name) {
        return server.child(name).or(() -> mail.child(name));
    }

    String value(String name, String otherwise) {
        return directive(name).map(Block::argument).orElse(otherwise);
    }

    boolean isOn(String name, boolean otherwise) {
        return value(name, otherwise ? "on" : "off").equals("on");
    }

    Stream<Block> listens() {
        return server.named("listen");
    }

    private String firstPort() {
        return listens()
                .findFirst()
                .map(each -> each.arguments().isEmpty() ? "" : each.arguments().get(0))
                .map(address -> address.substring(address.lastIndexOf(':') + 1))
                .orElse("");
    }

    /** The protocol; nginx derives it from the port where it is not set. */
    String protocol() {
        String guess =
                switch (firstPort()) {
                    case "143", "993" -> "imap";
                    case "110", "995" -> "pop3";
                    default -> "smtp";
                };
        return value("protocol", guess);
    }

    /** The permitted methods; nginx's default is plain and login. */
    List<String> methods() {
        return List.of(value(protocol() + "_auth", "plain login").split("\\s+"));
    }

    boolean hasLogins() {
        return !methods().contains("none");
    }

    boolean isTls() {
        return isOn("ssl", false) || listens().anyMatch(each -> each.arguments().contains("ssl"));
    }

    boolean isLoopback() {
        return listens()
                .allMatch(each -> !each.arguments().isEmpty()
                        && Hosts.isLoopback(each.arguments().get(0)));
    }

    /** Its name in findings: protocol and first {@code listen}. */
    String name() {
        return protocol() + " server "
                + listens().findFirst().map(Block::argument).orElse("without listen");
    }
}
