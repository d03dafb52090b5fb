// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.PathKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of accounts, unchecked; null or empty for all.
 *
 * @param search a part of the address
 * @param moving {@code true} for accounts that move to another mail host
 */
@Immutable
public record AccountFilter(
        @Nullable String search,
        @Nullable String status,
        @Nullable String mailHost,
        @Nullable String plan,
        @Nullable String moving) {

    /** The accounts that move to another mail host. */
    public static AccountFilter ofMoves() {
        return new AccountFilter(null, null, null, null, "true");
    }

    /** A part of the address; empty for all. */
    String part() {
        return search == null ? "" : PathKey.login(search.strip());
    }

    /** Required values by column; an empty value matches every row in which the column is not null. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        if (status != null && !status.isEmpty()) {
            try {
                values.put("status", AccountStatus.ofWord(status).word());
            } catch (IllegalArgumentException e) {
                throw new InvalidFields("status", String.valueOf(e.getMessage()));
            }
        }
        if (mailHost != null && !mailHost.isEmpty()) {
            values.put("mail_host", PathKey.name(mailHost));
        }
        if (plan != null && !plan.isEmpty()) {
            values.put("plan", PathKey.name(plan));
        }
        if (moving != null && !moving.isEmpty()) {
            if (!moving.equals("true")) {
                throw new InvalidFields("moving", "must be true, or absent");
            }
            values.put("moving_to", "");
        }
        return values;
    }
}
