// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.KnownNetwork;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.decision.JournalQuery;
import dev.sekisho.decision.JournalStore;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.account.LoginsBody;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why an account cannot log in. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class LoginDiagnosisService {
    /** Decisions of each of the two login services that are read. */
    static final int MOST_ATTEMPTS = 200;

    /** A user complains within a day. */
    private static final Duration PERIOD = Duration.ofDays(1);

    /** Maximum number of clients of which the blocks are looked up, and of blocks on the account. */
    private static final int MOST_CLIENTS = 50;

    /** Maximum number of causes in an answer. */
    private static final int MOST_CAUSES = 20;

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DeletedEntries deleted;

    @Inject
    private StaffScope scope;

    @Inject
    private JournalStore journal;

    @Inject
    private RecentLogins recent;

    @Inject
    private KnownNetworkStore networks;

    @Inject
    private BruteForceProtection bruteForce;

    @Inject
    private Blocks blocks;

    @Inject
    private HostHealth health;

    @Inject
    private Clock clock;

    /** Whether an account can log in, and the causes for which it cannot. */
    @Allowed(Access.SEE)
    public LoginDiagnosisBody get(@InDomain("account") String address, LoginDiagnosisRequest request) {
        String client = request.address();
        Account account = entries.account(address);
        LoginFacts facts = facts(account, client);
        LoginCauses causes = LoginCauses.of(facts);
        DiagnosisTexts texts = new DiagnosisTexts(request.locale(), facts.now());
        Optional<RecentLogins.Login> login = facts.logins().stream().findFirst();
        Optional<KnownNetwork> network =
                networks.of(account.address(), 1).stream().findFirst();
        String last = texts.lastLogin(login, network);
        List<CauseBody> shown = causes.causes().stream()
                .limit(MOST_CAUSES)
                .map(each -> CauseBody.of(each, texts.of(each)))
                .toList();
        return new LoginDiagnosisBody(
                account.address(),
                causes.verdict().word(),
                causes.verdict() == LoginCauses.Verdict.YES
                        ? texts.canLogIn(last)
                        : shown.get(0).text(),
                last,
                shown,
                causes.causes().size() - shown.size(),
                LoginsBody.of(login.stream().toList(), List.of()).recent().stream()
                        .findFirst()
                        .orElse(null));
    }

    private LoginFacts facts(Account account, String client) {
        Instant now = clock.instant();
        // Records from before belong to a former owner of the address or of the domain.
        Instant begin = Stream.of(
                        deleted.formerAccount(account.address()),
                        Optional.ofNullable(scope.begins().get(account.domainName())))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        List<RecentLogins.Login> logins = recent.of(account.address()).stream()
                .filter(each -> each.last().isAfter(begin))
                .toList();
        Instant oldest = begin.isAfter(now.minus(PERIOD)) ? begin : now.minus(PERIOD);
        List<JournalEntry> attempts = Stream.of("login", "authpolicy")
                .flatMap(service -> attempts(account.address(), service, oldest))
                .sorted(Comparator.comparing(JournalEntry::at).reversed())
                .toList();
        Set<String> clients = clients(logins, attempts);
        if (!client.isEmpty() && !clients.contains(client) && scope.domains().isPresent()) {
            throw new NotPermitted("The account has no recent login from this address. The role"
                    + " sekisho-domain-support does not permit to see blocks of others.");
        }
        return new LoginFacts(
                now,
                client,
                account.state(),
                directory.effectivePermissions(account),
                route(account),
                logins,
                attempts,
                blocks(account.address(), client, clients));
    }

    private Stream<JournalEntry> attempts(String account, String service, Instant from) {
        return journal.page(new JournalQuery(account, null, service, null, from, null, null), MOST_ATTEMPTS).stream()
                .map(JournalQuery.Found::entry);
    }

    private static Set<String> clients(List<RecentLogins.Login> logins, List<JournalEntry> attempts) {
        return Stream.concat(
                        logins.stream().map(RecentLogins.Login::client),
                        attempts.stream().map(JournalEntry::client))
                .limit((long) MOST_ATTEMPTS * 2)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What applies to each client, and to the networks that are blocked for this account only. */
    private Map<String, List<Block>> blocks(String account, String client, Set<String> clients) {
        Map<String, List<Block>> found = new LinkedHashMap<>();
        Stream.concat(Stream.of(client).filter(each -> !each.isEmpty()), clients.stream())
                .limit(MOST_CLIENTS)
                .forEach(each -> put(found, each, bruteForce.applying(account, each)));
        blocks.page("", MOST_CLIENTS, each -> each.concernsAccount(account)).forEach(block -> {
            String network = block.subject().substring(block.subject().lastIndexOf(' ') + 1);
            String first = network.contains("@") ? "" : network.split("/", 2)[0];
            put(
                    found,
                    network.contains("@") ? "" : network,
                    bruteForce.applying(account, first).stream()
                            .filter(each -> each.id() == block.id())
                            .toList());
        });
        return found;
    }

    private static void put(Map<String, List<Block>> found, String client, List<Block> applying) {
        if (!applying.isEmpty()) {
            found.merge(
                    client,
                    applying,
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        }
    }

    private LoginFacts.Route route(Account account) {
        Optional<MailHost> host = directory.find(MailHost.class, account.mailHost());
        boolean down = host.filter(each -> each.state() == MailHostState.DOWN
                        || directory.addresses(each).stream()
                                .allMatch(address -> address.state() == MailHostState.DOWN))
                .isPresent();
        Set<String> silent =
                host.filter(MailHost::isProbed).map(each -> silent(each.name())).orElse(Set.of());
        return new LoginFacts.Route(account.mailHost(), down, account.movingTo(), account.movingSince(), silent);
    }

    /** The protocols that are probed at a mail host, and greet at none of its addresses. */
    private Set<String> silent(String host) {
        Map<String, String> probed = health.words();
        return LoginCauses.PROTOCOLS.stream()
                .filter(protocol -> {
                    List<String> words = probed.entrySet().stream()
                            .filter(each -> each.getKey().startsWith(host + ' ')
                                    && each.getKey().endsWith(' ' + protocol))
                            .map(Map.Entry::getValue)
                            .toList();
                    return !words.isEmpty() && words.stream().allMatch("down"::equals);
                })
                .collect(Collectors.toSet());
    }
}
