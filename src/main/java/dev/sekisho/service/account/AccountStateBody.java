// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AccountState;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A state of an account as the API shows it; {@code statusUntil} is absent if it has no end. */
@Immutable
@JsonbPropertyOrder({"status", "statusSince", "statusUntil", "statusReason", "statusBy"})
@Schema(example = """
                {"status": "suspended", "statusUntil": "2099-01-02T08:00:00Z", "statusReason": "unpaid"}""")
public record AccountStateBody(
        String status,
        String statusSince,
        @Nullable String statusUntil,
        @Nullable String statusReason,
        @Nullable String statusBy) {
    public static AccountStateBody of(AccountState state) {
        return new AccountStateBody(
                state.status().word(),
                state.since().toString(),
                state.until().map(Instant::toString).orElse(null),
                state.reason().orElse(null),
                state.by().orElse(null));
    }
}
