// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import dev.sekisho.api.http.AfterCommit;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Sort;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.Rule;
import dev.sekisho.net.IpNetwork;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Who is blocked at login: {@code /api/v1/blocks}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/blocks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Tag(name = "attackers")
public class BlockResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final Comparator<Block> BY_ID = Comparator.comparing(Block::key);

    private static final SortedMap<String, Comparator<Block>> FIELDS = new TreeMap<>(Map.of(
            "count", Comparator.comparing(Block::count),
            "lastSeen", Comparator.comparing(Block::lastSeen),
            "rule", Comparator.comparing(each -> each.rule().word()),
            "since", Comparator.comparing(Block::firstSeen),
            "subject", Comparator.comparing(Block::subject),
            "until", Comparator.comparing(Block::until)));

    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private StaffScope scope;

    @Inject
    private Blocks blocks;

    @Inject
    private BruteForceProtection bruteForce;

    @GET
    @Operation(
            summary = "Lists the blocks that are on, each explained, by id or in the order of sort",
            description =
                    "rule, address and account narrow it; an address is in a block of its network, too. sort is one"
                            + " or more of count, lastSeen, rule, since, subject, until, such as -lastSeen.")
    public Page<BlockBody> list(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("address") @Nullable String address,
            @QueryParam("account") @Nullable String account,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        Predicate<Block> wanted = ofRule(rule)
                .and(ofAddress(address))
                .and(each -> account == null || each.concernsAccount(account))
                .and(this::isSeen);
        Sort fields = Sort.of(sort, FIELDS.keySet());
        int most = range.limit() + 1;
        List<Block> found = fields.isByKey()
                ? blocks.page(range.after(), most, wanted)
                : blocks.page(order(fields), last(range), most, wanted);
        return Page.of(found, range, BlockBody::of, Block::key);
    }

    private static Comparator<Block> order(Sort sort) {
        Comparator<Block> order = Comparator.comparing(block -> 0);
        for (Sort.By by : sort.fields()) {
            Comparator<Block> one = FIELDS.getOrDefault(by.field(), BY_ID);
            order = order.thenComparing(by.descending() ? one.reversed() : one);
        }
        return order.thenComparing(BY_ID);
    }

    private Optional<Block> last(Page.Range range) {
        if (range.after().isEmpty()) {
            return Optional.empty();
        }
        Optional<Block> last = ID.matcher(range.after()).matches()
                ? blocks.find(number(range.after())).filter(this::isSeen)
                : Optional.empty();
        if (last.isEmpty()) {
            throw ProblemException.wrongField("after", "is no block any more: begin again");
        }
        return last;
    }

    private static Predicate<Block> ofRule(@Nullable String rule) {
        if (rule == null) {
            return each -> true;
        }
        if (Arrays.stream(Rule.values()).noneMatch(each -> each.word().equals(rule))) {
            throw ProblemException.wrongField("rule", "is no rule");
        }
        return each -> each.rule().word().equals(rule);
    }

    private static Predicate<Block> ofAddress(@Nullable String address) {
        if (address == null) {
            return each -> true;
        }
        IpNetwork cidr = IpNetwork.address(address)
                .orElseThrow(() -> ProblemException.wrongField("address", "must be a literal address"));
        return each -> each.concernsAddress(cidr);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Shows a block")
    public BlockBody get(@PathParam("id") String id) {
        return BlockBody.of(found(id));
    }

    private Block found(String id) {
        return blocks.find(number(id)).filter(this::isSeen).orElseThrow(() -> ProblemException.notFound("block", id));
    }

    @DELETE
    @RolesAllowed({Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
    @Transacted
    @Path("{id}")
    @Operation(
            summary = "Lifts a block at once",
            description =
                    "What led to it is forgotten: the next failure is the first again. Blocks of other rules stay.")
    public Response lift(@PathParam("id") String id) {
        Block block = found(id);
        if (!isChangeable(block)) {
            throw ProblemException.forbidden("Your roles let you see this block but not lift it.");
        }
        changes.record("block", id, BlockBody.of(block), null);
        afterCommit.run(() -> bruteForce.lift(number(id)));
        return Response.noContent().build();
    }

    /** Blocks of addresses and networks are nobody's in particular, so staff of some domains do not see them. */
    private boolean isSeen(Block block) {
        return block.account()
                .map(scope::covers)
                .orElseGet(() -> scope.domains().isEmpty());
    }

    /** Whether the user may lift a block that is on. */
    public boolean mayLift(String id) {
        return blocks.find(number(id))
                .filter(this::isSeen)
                .filter(this::isChangeable)
                .isPresent();
    }

    private boolean isChangeable(Block block) {
        return block.account()
                .map(scope::mayChange)
                .orElseGet(() -> scope.changeableDomains().isEmpty());
    }

    private static long number(String id) {
        if (!ID.matcher(id).matches()) {
            throw ProblemException.notFound("block", id);
        }
        return Long.parseUnsignedLong(id, 16);
    }
}
