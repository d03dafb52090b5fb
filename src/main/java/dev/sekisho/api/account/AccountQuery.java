// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.service.account.AccountFilter;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters that filter accounts, unchecked. Confined to its request. */
public class AccountQuery {
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

    AccountFilter filter() {
        return new AccountFilter(search, status, mailHost, plan, moving);
    }
}
