// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.account.AccountStateBody;
import dev.sekisho.service.account.LoginsBody;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a containment as the API shows it.
 *
 * @param state the state now
 * @param before the state before, to restore it later
 * @param newPassword whether the password was replaced
 * @param password the generated password, in this answer only; absent if none was generated
 * @param revokedAppPasswords number of app passwords that were revoked
 * @param sessions the outcome for each mail host
 * @param logins the recent logins and networks of the account
 */
@ThreadSafe
@JsonbPropertyOrder({
    "account",
    "state",
    "before",
    "newPassword",
    "password",
    "revokedAppPasswords",
    "sessions",
    "logins"
})
@Schema(example = """
                {"account": "alice@example.org", "state": {"status": "send-blocked", "statusSince": "2026-03-01T02:04:00Z", "statusReason": "hijacked"},
                 "before": {"status": "active", "statusSince": "2026-01-01T00:00:00Z"}, "newPassword": true, "password": "k3v7-aq2m-x5td-wn6p-d7qe",
                 "revokedAppPasswords": 2, "sessions": [{"host": "mail1", "result": "ended"}], "logins": {"recent": [], "networks": []}}""")
public record ContainmentBody(
        String account,
        AccountStateBody state,
        AccountStateBody before,
        boolean newPassword,
        @Nullable String password,
        int revokedAppPasswords,
        List<Sessions> sessions,
        LoginsBody logins) {
    /**
     * The sessions at a mail host.
     *
     * @param result {@code ended}; {@code none}: there was none; {@code not-configured}; {@code not-possible}: doveadm
     *     would read the address as a pattern; {@code failed}
     * @param error why it failed; absent otherwise
     */
    @Immutable
    @JsonbPropertyOrder({"host", "result", "error"})
    public record Sessions(
            String host, String result, @Nullable String error) {}

    /** Without the password. */
    @Override
    public String toString() {
        return "ContainmentBody[account=" + account + ", state=" + state + ", sessions=" + sessions + ']';
    }
}
