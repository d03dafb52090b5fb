// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import dev.sekisho.service.decision.DecisionFilter;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters that filter decisions, unchecked. Confined to its request. */
public class DecisionQuery {
    @QueryParam("account")
    private @Nullable String account;

    @QueryParam("client")
    private @Nullable String client;

    @QueryParam("service")
    private @Nullable String service;

    @QueryParam("result")
    private @Nullable String result;

    @QueryParam("from")
    private @Nullable String from;

    @QueryParam("to")
    private @Nullable String to;

    @QueryParam("after")
    private @Nullable String after;

    DecisionFilter filter() {
        return new DecisionFilter(account, client, service, result, from, to, after);
    }
}
