// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.route;

import java.util.Locale;

/**
 * What a protocol's server says first, and what a probe says before and after.
 *
 * <p>IMAP and POP3 get {@code PROXY UNKNOWN} first, as a Dovecot with {@code haproxy = yes} greets nobody without it,
 * and one without takes it for a wrong command after its greeting.
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

    /** nginx's word for the protocol. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the client says first; empty for nothing. */
    String before() {
        return before;
    }

    boolean isGood(String line) {
        return line.startsWith(begin);
    }

    /**
     * What takes leave after this line; empty where the server goes on: Postfix's postscreen hangs on who speaks too
     * early.
     */
    String after(String line) {
        return this == SMTP && line.startsWith("220-") ? "" : after;
    }
}
