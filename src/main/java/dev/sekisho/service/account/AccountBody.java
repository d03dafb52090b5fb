// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.PermissionsBody;
import dev.sekisho.service.change.Etags;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An account as the API shows it, without its password.
 *
 * <p>Its JSON is also the source of the entity tag and of the audit entry, so it contains only what staff change.
 * Figures have bodies of their own, such as {@link LoginsBody}.
 *
 * @param permissions the permissions that the account overrides; absent if it inherits all of them
 * @param sendLimits absent if the account inherits them
 */
@Immutable
@JsonbPropertyOrder({
    "address",
    "mailHost",
    "status",
    "statusSince",
    "statusUntil",
    "statusReason",
    "statusBy",
    "permissions",
    "permitSending",
    "sendLimits",
    "plan",
    "movingTo",
    "movingSince",
    "version"
})
@Schema(example = """
                {"address": "alice@example.org", "mailHost": "mail1", "status": "active", "permissions": {"imap": true}, "permitSending": true, "plan": "small"}""")
public record AccountBody(
        String address,
        String mailHost,
        String status,
        @Nullable String statusSince,
        @Nullable String statusUntil,
        @Nullable String statusReason,
        @Nullable String statusBy,
        @Nullable PermissionsBody permissions,
        boolean permitSending,
        @Nullable String sendLimits,
        @Nullable String plan,
        @Nullable String movingTo,
        @Nullable String movingSince,
        @Nullable String version)
        implements Etags.Versioned<AccountBody> {
    public static AccountBody of(Account account) {
        AccountState state = account.state();
        AccountBody body = new AccountBody(
                account.address(),
                account.mailHost(),
                state.status().word(),
                state.since().toString(),
                state.until().map(Instant::toString).orElse(null),
                state.reason().orElse(null),
                state.by().orElse(null),
                PermissionsBody.of(account.permissions()),
                account.isPermittedToSend(),
                account.sendLimits().map(SendLimits::toString).orElse(null),
                account.plan().orElse(null),
                account.movingTo().orElse(null),
                account.movingSince().map(Instant::toString).orElse(null),
                null);
        return body.withVersion(Etags.of(body, account.changes()));
    }

    @Override
    public AccountBody withoutVersion() {
        return version == null ? this : withVersion(null);
    }

    private AccountBody withVersion(@Nullable String other) {
        return new AccountBody(
                address,
                mailHost,
                status,
                statusSince,
                statusUntil,
                statusReason,
                statusBy,
                permissions,
                permitSending,
                sendLimits,
                plan,
                movingTo,
                movingSince,
                other);
    }
}
