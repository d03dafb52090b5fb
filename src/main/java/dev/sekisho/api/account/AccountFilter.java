// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.directory.AccountStatus;
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

    public AccountFilter(
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

    /** The values that columns must have; empty for anything but nothing. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        if (status != null && !status.isEmpty()) {
            try {
                values.put("status", AccountStatus.ofWord(status).word());
            } catch (IllegalArgumentException e) {
                throw ProblemException.wrongField("status", String.valueOf(e.getMessage()));
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
                throw ProblemException.wrongField("moving", "must be true, or absent");
            }
            values.put("moving_to", "");
        }
        return values;
    }
}
