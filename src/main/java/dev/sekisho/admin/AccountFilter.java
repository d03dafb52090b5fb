// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.AccountStatus;
import dev.sekisho.account.Address;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters that choose accounts, as they came.
 *
 * <p>Confined to its request.
 */
public class AccountFilter {
    @QueryParam("search")
    private @Nullable String search;

    @QueryParam("status")
    private @Nullable String status;

    @QueryParam("mailHost")
    private @Nullable String mailHost;

    @QueryParam("plan")
    private @Nullable String plan;

    @QueryParam("moving")
    private @Nullable String moving;

    /** For JAX-RS. */
    public AccountFilter() {}

    AccountFilter(
            @Nullable String search,
            @Nullable String status,
            @Nullable String mailHost,
            @Nullable String plan,
            @Nullable String moving) {
        this.search = search;
        this.status = status;
        this.mailHost = mailHost;
        this.plan = plan;
        this.moving = moving;
    }

    /** A part of the address; empty for all. */
    String part() {
        return search == null ? "" : PathKey.login(search.strip());
    }

    /** The values that columns must have; null in the map: any. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        if (status != null) {
            try {
                values.put("status", AccountStatus.ofWord(status).word());
            } catch (IllegalArgumentException e) {
                throw ProblemException.wrongField("status", String.valueOf(e.getMessage()));
            }
        }
        if (mailHost != null) {
            values.put("mail_host", Address.lowerCase(PathKey.name(mailHost)));
        }
        if (plan != null) {
            values.put("plan", PathKey.name(plan));
        }
        if (moving != null) {
            if (!moving.equals("true")) {
                throw ProblemException.wrongField("moving", "must be true, or absent");
            }
            values.put("moving_to", "");
        }
        return values;
    }
}
