// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Whether an account may be used at all; the database and the REST API have the words in lower case. */
public enum AccountStatus {
    /** May log in, and may send unless that is send-blocked apart. */
    ACTIVE,
    /** May neither log in nor send; mail for it still arrives. */
    SUSPENDED,
    /** May read by IMAP and POP3, but not log in for submission, nor send. */
    SEND_BLOCKED,
    /** May not log in until the password is changed. What a session of before sends still passes. */
    PASSWORD_MUST_CHANGE,
    /** As suspended, for good. */
    CLOSED;

    /** The word of the database and of the REST API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The state that holds at a moment: active where {@code until} is past. */
    public AccountStatus at(Instant now, Optional<Instant> until) {
        return until.isPresent() && !now.isBefore(until.get()) ? ACTIVE : this;
    }

    /** Whether send limits lets an account in this state send. */
    public boolean maySend() {
        return this == ACTIVE || this == PASSWORD_MUST_CHANGE;
    }

    /**
     * The constant of a word, which has no other case.
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
