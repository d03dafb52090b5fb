// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.decision;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.decision.JournalQuery;
import dev.sekisho.directory.Address;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.Moments;
import dev.sekisho.service.ParameterText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a search for decisions, unchecked; null for all.
 *
 * @param from the earliest time, in RFC 3339
 * @param to the first time that is too late
 * @param after the {@code next} of the page before
 */
@Immutable
public record DecisionFilter(
        @Nullable String account,
        @Nullable String client,
        @Nullable String service,
        @Nullable String result,
        @Nullable String from,
        @Nullable String to,
        @Nullable String after) {
    private static final List<String> SERVICES = List.of("login", "authpolicy", "sendlimit", "quota");

    /**
     * The query.
     *
     * @param domains the domains whose decisions the user may read; empty for all
     * @param begins for some domains, the time after which the user may read decisions
     * @throws dev.sekisho.service.InvalidFields that names each wrong field
     */
    JournalQuery query(Optional<Set<String>> domains, Map<String, Instant> begins) {
        FieldErrors errors = new FieldErrors();
        if (service != null && !SERVICES.contains(service)) {
            errors.add("service", "must be one of " + String.join(", ", SERVICES));
        }
        JournalQuery query = new JournalQuery(
                account == null ? null : Address.lowerCase(text("account", account, errors)),
                client == null ? null : text("client", client, errors),
                service,
                result == null ? null : text("result", result, errors),
                time("from", from, errors),
                time("to", to, errors),
                position(errors));
        errors.check();
        return domains.map(names -> query.within(names, begins)).orElse(query);
    }

    private static String text(String field, String value, FieldErrors errors) {
        ParameterText.wrong(field, value).ifPresent(error -> errors.add(error.field(), error.message()));
        return value;
    }

    private static @Nullable Instant time(String field, @Nullable String value, FieldErrors errors) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return errors.instant(field, value).orElse(null);
    }

    private JournalQuery.@Nullable Position position(FieldErrors errors) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        var position = JournalQuery.Position.read(after).filter(place -> Moments.isTaken(place.at()));
        if (position.isEmpty()) {
            errors.add("after", "must be the value of next in the page before");
        }
        return position.orElse(null);
    }
}
