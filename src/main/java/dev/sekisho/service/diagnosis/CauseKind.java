// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import java.util.Locale;

/** The kinds of causes of a failed login, in the order in which they decide. */
public enum CauseKind {
    CLOSED(true),
    SUSPENDED(true),
    PASSWORD_MUST_CHANGE(true),
    NO_METHOD(true),
    NO_PROTOCOL(true),
    NO_NETWORK(true),
    MOVING(true),
    HOST_DOWN(true),
    HOST_SILENT(true),
    /** Prevents logins by SMTP only. */
    SEND_BLOCKED(false),
    BLOCKED(false),
    METHOD(false),
    PROTOCOL(false),
    TLS(false),
    NETWORK(false),
    APP_PASSWORD(false),
    TEMPORARY_FAILURE(false),
    OTHER(false),
    WRONG_PASSWORD(false),
    /** Delays logins, and prevents none. */
    WAITS(false);

    private final boolean total;

    CauseKind(boolean total) {
        this.total = total;
    }

    /** Whether it prevents every login of the account. */
    public boolean isTotal() {
        return total;
    }

    /** The text in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
