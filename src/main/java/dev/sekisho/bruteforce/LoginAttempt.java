// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;

/**
 * One try to log in, as brute-force protection sees it.
 *
 * @param login the account as the client wrote it; hostile
 * @param client the client's address as text; hostile
 * @param password the password, or whatever stands for it; only its keyed hash is ever kept
 * @param kind how {@code password} can be compared
 * @param number which try on the same connection; 0 if unknown
 */
@Immutable
public record LoginAttempt(String login, String client, String password, Kind kind, int number) {
    /** How well two passwords can be told to be the same. */
    public enum Kind {
        /** The password itself. */
        PLAIN,
        /** A response to a challenge: another one each time. */
        CHALLENGE,
        /** A hash over login and password, which Dovecot gives: the same for the same account only. */
        HASHED
    }

    /** The password is no part of it. */
    @Override
    public String toString() {
        return "LoginAttempt[login=" + login + ", client=" + client + ", kind=" + kind + "]";
    }
}
