// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.EffectivePermission;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.net.NetworkList;
import dev.sekisho.service.diagnosis.Cause.Period;
import dev.sekisho.service.diagnosis.Cause.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The causes for which logins of an account fail now, the decisive one first.
 *
 * <p>First what prevents every login, in the order of a login; then what prevents logins of some clients: those of the
 * client that the caller names, those of clients that have logged in before, and those of strangers, each with the
 * latest attempt first. A wait is last, because it prevents nothing.
 *
 * @param verdict whether the account can log in
 * @param causes in that order
 */
@ThreadSafe
record LoginCauses(Verdict verdict, List<Cause> causes) {
    static final List<String> PROTOCOLS = List.of("imap", "pop3", "smtp");

    /** The protocols by which a client reads mail. */
    private static final List<String> READING = List.of("imap", "pop3");

    private static final List<String> METHODS = List.of("plain", "cramMd5", "apop");

    /** Whether an account can log in. */
    enum Verdict {
        YES,
        /** Some clients, protocols or methods cannot. */
        PARTLY,
        NO;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LoginCauses of(LoginFacts facts) {
        Map<String, Seen> clients = FailedAttempts.byClient(facts.attempts());
        List<Cause> causes = new ArrayList<>(total(facts));
        List<Cause> some = new ArrayList<>(blocked(facts, clients));
        some.addAll(FailedAttempts.causes(facts));
        some.sort(order(facts, clients));
        causes.addAll(some);
        return new LoginCauses(verdict(facts, causes), List.copyOf(causes));
    }

    private static Verdict verdict(LoginFacts facts, List<Cause> causes) {
        if (causes.stream().anyMatch(each -> each.kind().isTotal())) {
            return Verdict.NO;
        }
        return causes.stream().anyMatch(each -> prevents(facts, each)) ? Verdict.PARTLY : Verdict.YES;
    }

    /** A wrong password matters unless the account has logged in since. */
    private static boolean prevents(LoginFacts facts, Cause cause) {
        return switch (cause.kind()) {
            case WAITS -> false;
            case WRONG_PASSWORD -> cause.seen().isAfter(facts.lastLogin().orElse(Instant.MIN));
            default -> true;
        };
    }

    /** What prevents every login, and a block of sending. */
    private static List<Cause> total(LoginFacts facts) {
        return Stream.of(state(facts), permissions(facts), route(facts))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Cause::kind))
                .toList();
    }

    private static Optional<Cause> state(LoginFacts facts) {
        AccountState state = facts.state();
        return Optional.of(state.status().at(facts.now(), state.until()))
                .flatMap(status -> switch (status) {
                    case ACTIVE -> Optional.<CauseKind>empty();
                    case CLOSED -> Optional.of(CauseKind.CLOSED);
                    case SUSPENDED -> Optional.of(CauseKind.SUSPENDED);
                    case PASSWORD_MUST_CHANGE -> Optional.of(CauseKind.PASSWORD_MUST_CHANGE);
                    case SEND_BLOCKED -> Optional.of(CauseKind.SEND_BLOCKED);
                })
                .map(kind -> Cause.total(
                        kind,
                        new Period(Optional.of(state.since()), state.until(), state.by()),
                        state.reason().orElse("")));
    }

    private static Optional<Cause> permissions(LoginFacts facts) {
        if (METHODS.stream().noneMatch(facts::isPermitted)) {
            return Optional.of(Cause.total(CauseKind.NO_METHOD, Period.NONE, origins(facts, METHODS)));
        }
        if (PROTOCOLS.stream().noneMatch(facts::isPermitted)) {
            return Optional.of(Cause.total(CauseKind.NO_PROTOCOL, Period.NONE, origins(facts, PROTOCOLS)));
        }
        boolean nowhere = facts.text("networks").equals(NetworkList.NONE.toString())
                || facts.text("blockedNetworks").equals(NetworkList.ANY.toString());
        return nowhere
                ? Optional.of(Cause.total(CauseKind.NO_NETWORK, Period.NONE, origin(facts.permission("networks"))))
                : Optional.empty();
    }

    private static Optional<Cause> route(LoginFacts facts) {
        LoginFacts.Route route = facts.route();
        if (route.movingTo().isPresent()) {
            return Optional.of(Cause.total(
                    CauseKind.MOVING,
                    Period.since(route.movingSince()),
                    route.movingTo().get()));
        }
        if (route.down()) {
            return Optional.of(Cause.total(CauseKind.HOST_DOWN, Period.NONE, route.host()));
        }
        List<String> used = (READING.stream().anyMatch(facts::isPermitted) ? READING : PROTOCOLS)
                .stream().filter(facts::isPermitted).toList();
        return !used.isEmpty() && route.silent().containsAll(used)
                ? Optional.of(Cause.total(CauseKind.HOST_SILENT, Period.NONE, route.host()))
                : Optional.empty();
    }

    /** Each block once, with the client for which it decides. */
    private static List<Cause> blocked(LoginFacts facts, Map<String, Seen> clients) {
        List<Cause> causes = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        Comparator<String> first = Comparator.<String>comparingInt(client -> closeness(facts, client))
                .thenComparing(client -> last(clients, client), Comparator.reverseOrder());
        facts.blocks().keySet().stream().sorted(first).forEach(client -> {
            for (Block block : facts.blocks().getOrDefault(client, List.of())) {
                if (known.add(block.id())) {
                    causes.add(Cause.blocked(block, client, clients.getOrDefault(client, Seen.NEVER)));
                }
            }
        });
        return causes;
    }

    private static Instant last(Map<String, Seen> clients, String client) {
        return clients.getOrDefault(client, Seen.NEVER).last().orElse(Instant.EPOCH);
    }

    private static Comparator<Cause> order(LoginFacts facts, Map<String, Seen> clients) {
        return Comparator.<Cause, Boolean>comparing(each -> each.kind() == CauseKind.WAITS)
                .thenComparing(each -> closeness(facts, each.origin().client()))
                .thenComparing(each -> last(clients, each.origin().client()), Comparator.reverseOrder())
                .thenComparing(each -> each.origin().client())
                .thenComparing(Cause::kind)
                .thenComparing(each -> each.seen().last().orElse(Instant.EPOCH), Comparator.reverseOrder());
    }

    /** 0 for the client that the caller names, 1 for one that has logged in, 2 for others. */
    private static int closeness(LoginFacts facts, String client) {
        if (!facts.client().isEmpty() && isWithin(facts.client(), client)) {
            return 0;
        }
        return facts.logins().stream().map(RecentLogins.Login::client).anyMatch(own -> isWithin(own, client)) ? 1 : 2;
    }

    /** Whether an address is {@code place}, or in the network {@code place}. */
    private static boolean isWithin(String address, String place) {
        return address.equals(place)
                || IpNetwork.find(place)
                        .flatMap(network -> IpNetwork.address(address).map(network::contains))
                        .orElse(false);
    }

    private static String origins(LoginFacts facts, List<String> names) {
        return names.stream()
                .map(name -> origin(facts.permission(name)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The origin of a permission as the API names it. */
    static String origin(EffectivePermission permission) {
        return permission.from().name().toLowerCase(Locale.ROOT);
    }
}
