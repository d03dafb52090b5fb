// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.decision;

import dev.sekisho.api.Operator;
import dev.sekisho.api.http.FieldError;
import dev.sekisho.api.http.Moments;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.QueryTexts;
import dev.sekisho.decision.JournalQuery;
import dev.sekisho.directory.Address;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters that choose decisions, as they came.
 *
 * <p>Confined to its request.
 */
public class DecisionSearch {
    private static final List<String> SERVICES = List.of("login", "authpolicy", "sendlimit", "quota");

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

    private final List<FieldError> errors = new ArrayList<>();

    /** A search by a caller in this process; empty texts permit all. */
    public static DecisionSearch of(String account, String client, String service, String result, String after) {
        DecisionSearch search = new DecisionSearch();
        search.account = Operator.given(account);
        search.client = Operator.given(client);
        search.service = Operator.given(service);
        search.result = Operator.given(result);
        search.after = after;
        return search;
    }

    /**
     * The question, or a problem that names each wrong parameter.
     *
     * @param domains those whose decisions may be seen; empty for all
     * @param begins of these domains only decisions after a moment
     */
    JournalQuery query(Optional<Set<String>> domains, Map<String, Instant> begins) {
        if (service != null && !SERVICES.contains(service)) {
            errors.add(new FieldError("service", "must be one of " + String.join(", ", SERVICES)));
        }
        JournalQuery query = new JournalQuery(
                account == null ? null : Address.lowerCase(text("account", account)),
                client == null ? null : text("client", client),
                service,
                result == null ? null : text("result", result),
                time("from", from),
                time("to", to),
                position());
        if (!errors.isEmpty()) {
            throw ProblemException.wrongFields(errors);
        }
        return domains.map(names -> query.within(names, begins)).orElse(query);
    }

    /** The console asks by this class too, without {@link QueryTexts} as a filter before it. */
    private String text(String field, String value) {
        QueryTexts.wrong(field, value).ifPresent(errors::add);
        return value;
    }

    private @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Moments.parse(value);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(field, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private JournalQuery.@Nullable Position position() {
        if (after == null || after.isEmpty()) {
            return null;
        }
        var position = JournalQuery.Position.read(after).filter(place -> Moments.isTaken(place.at()));
        if (position.isEmpty()) {
            errors.add(new FieldError("after", "must be the next of another page"));
        }
        return position.orElse(null);
    }
}
