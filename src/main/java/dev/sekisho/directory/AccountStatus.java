// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The status of an account, in lower case in the database and the API. */
public enum AccountStatus {
    /** May log in, and may send unless {@link Account#isPermittedToSend} is false. */
    ACTIVE,
    /** May neither log in nor send; mail for it still arrives. */
    SUSPENDED,
    /** May read by IMAP and POP3, but neither log in for submission nor send. */
    SEND_BLOCKED,
    /** May not log in until the password is changed. Mail of open sessions still passes. */
    PASSWORD_MUST_CHANGE,
    /** As suspended, permanently. */
    CLOSED;

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The effective status at a time: active if {@code until} is past. */
    public AccountStatus at(Instant now, Optional<Instant> until) {
        return until.isPresent() && !now.isBefore(until.get()) ? ACTIVE : this;
    }

    /** Whether the send limit service permits an account in this state to send. */
    public boolean maySend() {
        return this == ACTIVE || this == PASSWORD_MUST_CHANGE;
    }

    /**
     * Parses a text, which is case-sensitive.
     *
     * @throws IllegalArgumentException if there is no such status
     */
    public static AccountStatus ofWord(String word) {
        for (AccountStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "must be one of active, suspended, send-blocked, password-must-change, closed");
    }
}
