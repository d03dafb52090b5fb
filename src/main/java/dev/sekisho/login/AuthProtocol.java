// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginHost;
import java.util.Optional;

/** nginx's {@code Auth-Protocol}. */
public enum AuthProtocol {
    IMAP("imap"),
    POP3("pop3"),
    SMTP("smtp");

    private final String wireName;

    AuthProtocol(String wireName) {
        this.wireName = wireName;
    }

    static Optional<AuthProtocol> ofWireName(String wireName) {
        for (AuthProtocol protocol : values()) {
            if (protocol.wireName.equals(wireName)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    boolean isPermitted(Permissions permissions) {
        return switch (this) {
            case IMAP -> permissions.imap();
            case POP3 -> permissions.pop3();
            case SMTP -> permissions.smtp();
        };
    }

    public int port(LoginHost host) {
        return switch (this) {
            case IMAP -> host.imapPort();
            case POP3 -> host.pop3Port();
            case SMTP -> host.smtpPort();
        };
    }
}
