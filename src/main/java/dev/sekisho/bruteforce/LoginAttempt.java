// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;

/**
 * One login attempt.
 *
 * @param login the account as the client wrote it; untrusted
 * @param client the address of the client as text; untrusted
 * @param password the password or its substitute; only a keyed hash of it is kept
 * @param kind how {@code password} can be compared
 * @param number the number of the attempt on the same connection; 0 if unknown
 */
@Immutable
public record LoginAttempt(String login, String client, String password, Kind kind, int number) {
    /** How two passwords can be compared. */
    public enum Kind {
        /** The password itself. */
        PLAIN,
        /** A response to a challenge, different each time. */
        CHALLENGE,
        /** A hash of login and password from Dovecot, equal for the same account only. */
        HASHED
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LoginAttempt[login=" + login + ", client=" + client + ", kind=" + kind + "]";
    }
}
