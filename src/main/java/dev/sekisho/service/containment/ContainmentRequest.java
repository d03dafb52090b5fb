// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.FieldErrors;
import java.time.Instant;
import java.util.Optional;

/**
 * What to do with a hijacked account.
 *
 * @param status {@code send-blocked} or {@code suspended}
 * @param until when the state ends; empty for no end
 * @param reason the reason of all changes
 * @param password the new password; empty to generate one
 * @param keeps what stays as it is
 */
@Immutable
public record ContainmentRequest(
        AccountStatus status, Optional<Instant> until, String reason, Optional<String> password, Keeps keeps) {
    private static final int MAX_REASON = 500;

    /** What a containment leaves as it is. */
    @Immutable
    public record Keeps(boolean password, boolean appPasswords, boolean sessions) {}

    /** Without the password. */
    @Override
    public String toString() {
        return "ContainmentRequest[status=" + status + ", until=" + until + ", keeps=" + keeps + ']';
    }

    /** Parses a status that contains an account; for {@link FieldErrors#parsed}. */
    public static AccountStatus status(String word) {
        if (!word.equals("send-blocked") && !word.equals("suspended")) {
            throw new IllegalArgumentException("must be send-blocked or suspended");
        }
        return AccountStatus.ofWord(word);
    }

    void check(FieldErrors errors) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            errors.add("reason", "is required, with at most " + MAX_REASON + " characters");
        }
        if (password.isPresent() && keeps.password()) {
            errors.add("password", "must be absent if keepPassword is true");
        }
        errors.check();
    }
}
