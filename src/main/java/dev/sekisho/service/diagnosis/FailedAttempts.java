// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import dev.sekisho.decision.JournalEntry;
import dev.sekisho.net.NetworkList;
import dev.sekisho.service.diagnosis.Cause.Origin;
import dev.sekisho.service.diagnosis.Cause.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups the failed attempts of an account by cause. It leaves out what does not hold any more: a permission that was
 * given since, a wrong password after which the same client has logged in. Blocks, states and the mail host are not
 * taken from attempts, because their present state is known. Stateless.
 */
final class FailedAttempts {
    /** A temporary failure that is older says nothing about now: clients retry after minutes. */
    private static final Duration RECENT = Duration.ofHours(1);

    private static final String WRONG_PASSWORD = "wrong password";

    /** Reasons of rejections of which the present state is known. */
    private static final Set<String> STATES =
            Set.of("suspended", "send-blocked", "password must change", "closed", "blocked", "unknown user");

    private FailedAttempts() {}

    private record Group(CauseKind kind, Origin origin, String detail) {}

    /** All attempts of each client that were not successful. */
    static Map<String, Seen> byClient(List<JournalEntry> attempts) {
        Map<String, Seen> clients = new LinkedHashMap<>();
        attempts.stream()
                .filter(each -> !isSuccess(each) && !each.client().isEmpty())
                .forEach(each -> clients.compute(
                        each.client(), (client, seen) -> seen == null ? Seen.at(each.at()) : seen.more()));
        return clients;
    }

    private static boolean isSuccess(JournalEntry attempt) {
        return Set.of("accept", "good", "allow", "wait").contains(attempt.result());
    }

    /** The causes of the attempts that still hold. */
    static List<Cause> causes(LoginFacts facts) {
        Map<Group, Seen> groups = new LinkedHashMap<>();
        for (JournalEntry each : facts.attempts()) {
            Group group = group(facts, each);
            if (group != null) {
                groups.compute(group, (key, seen) -> seen == null ? Seen.at(each.at()) : seen.more());
            }
        }
        return groups.entrySet().stream()
                .filter(each -> !isOver(facts, each.getKey(), each.getValue()))
                .map(each -> Cause.failed(
                        each.getKey().kind(),
                        each.getKey().origin(),
                        each.getValue(),
                        each.getKey().detail()))
                .toList();
    }

    private static boolean isOver(LoginFacts facts, Group group, Seen seen) {
        return switch (group.kind()) {
            case WRONG_PASSWORD, TEMPORARY_FAILURE, OTHER, APP_PASSWORD, TLS ->
                facts.logins().stream()
                        .anyMatch(
                                login -> login.client().equals(group.origin().client()) && !seen.isAfter(login.last()));
            default -> false;
        };
    }

    private static @Nullable Group group(LoginFacts facts, JournalEntry attempt) {
        return switch (attempt.service() + " " + attempt.result()) {
            case "login reject" -> rejected(facts, attempt);
            case "login tempfail" -> failed(facts, attempt);
            case "authpolicy failed" -> new Group(CauseKind.WRONG_PASSWORD, Origin.of(attempt.client()), "");
            case "authpolicy excused" -> other(attempt);
            default -> null;
        };
    }

    private static @Nullable Group rejected(LoginFacts facts, JournalEntry attempt) {
        String reason = attribute(attempt, "reason");
        if (STATES.contains(reason)) {
            return null;
        }
        Origin client = Origin.of(attempt.client());
        return switch (reason) {
            case WRONG_PASSWORD -> new Group(CauseKind.WRONG_PASSWORD, client, "");
            case "method not permitted" -> method(facts, attempt);
            case "protocol not permitted" -> protocol(facts, attempt);
            case "TLS required" ->
                facts.isPermitted("requireTls") ? new Group(CauseKind.TLS, client, from(facts, "requireTls")) : null;
            case "network not permitted" -> network(facts, attempt.client());
            case "app password not for this protocol", "app password not for this network" ->
                new Group(CauseKind.APP_PASSWORD, client, reason);
            default -> other(attempt);
        };
    }

    private static @Nullable Group method(LoginFacts facts, JournalEntry attempt) {
        String method = attribute(attempt, "method");
        String name = method.equals("cram-md5") ? "cramMd5" : method;
        if (!Set.of("plain", "cramMd5", "apop").contains(name) || facts.isPermitted(name)) {
            return null;
        }
        return new Group(CauseKind.METHOD, new Origin(attempt.client(), "", method), from(facts, name));
    }

    private static @Nullable Group protocol(LoginFacts facts, JournalEntry attempt) {
        String protocol = attribute(attempt, "protocol");
        if (!LoginCauses.PROTOCOLS.contains(protocol) || facts.isPermitted(protocol)) {
            return null;
        }
        return new Group(CauseKind.PROTOCOL, new Origin(attempt.client(), protocol, ""), from(facts, protocol));
    }

    private static @Nullable Group network(LoginFacts facts, String client) {
        try {
            boolean permitted = NetworkList.parse(facts.text("networks")).contains(client);
            boolean blocked = NetworkList.parse(facts.text("blockedNetworks")).contains(client);
            if (permitted && !blocked) {
                return null;
            }
            return new Group(
                    CauseKind.NETWORK, Origin.of(client), from(facts, permitted ? "blockedNetworks" : "networks"));
        } catch (IllegalArgumentException e) {
            return new Group(CauseKind.OTHER, Origin.of(client), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Group failed(LoginFacts facts, JournalEntry attempt) {
        String reason = attribute(attempt, "reason");
        Instant oldest = facts.now().minus(RECENT);
        boolean known = reason.startsWith("the mailbox moves") || reason.endsWith(" is down");
        return known || attempt.at().isBefore(oldest)
                ? null
                : new Group(CauseKind.TEMPORARY_FAILURE, Origin.of(attempt.client()), reason);
    }

    private static Group other(JournalEntry attempt) {
        return new Group(CauseKind.OTHER, Origin.of(attempt.client()), attribute(attempt, "reason"));
    }

    private static String attribute(JournalEntry attempt, String name) {
        return attempt.attributes().getOrDefault(name, "");
    }

    private static String from(LoginFacts facts, String permission) {
        return LoginCauses.origin(facts.permission(permission));
    }
}
