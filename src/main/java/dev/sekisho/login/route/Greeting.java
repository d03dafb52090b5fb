// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import java.util.Locale;

/**
 * The greeting of a server by protocol, and what a probe sends before and after it.
 *
 * <p>IMAP and POP3 get {@code PROXY UNKNOWN} first: a Dovecot with {@code haproxy = yes} does not greet without it, and
 * another takes it for a wrong command after its greeting.
 */
public enum Greeting {
    IMAP("* OK", "PROXY UNKNOWN\r\n", "a LOGOUT\r\n"),
    POP3("+OK", "PROXY UNKNOWN\r\n", "QUIT\r\n"),
    SMTP("220", "", "QUIT\r\n");

    private final String begin;
    private final String before;
    private final String after;

    Greeting(String begin, String before, String after) {
        this.begin = begin;
        this.before = before;
        this.after = after;
    }

    /** nginx's name of the protocol. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the client sends first; empty for nothing. */
    String before() {
        return before;
    }

    boolean isGood(String line) {
        return line.startsWith(begin);
    }

    /**
     * What ends the session after this line; empty if the server continues: Postfix's postscreen stops clients that
     * send too early.
     */
    String after(String line) {
        return this == SMTP && line.startsWith("220-") ? "" : after;
    }
}
