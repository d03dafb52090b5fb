// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.Rule;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The current blocks of clients and accounts. */
@ThreadSafe
@ApplicationScoped
public class BlockService {
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
    private Actor actor;

    @Inject
    private Blocks blocks;

    @Inject
    private BruteForceProtection bruteForce;

    /** The current blocks, by id or by {@code sort}. */
    @Allowed(Access.SEE)
    public Page<BlockBody> list(BlockFilter filter, @Nullable String sort, Page.Range range) {
        String account = filter.account();
        Optional<IpNetwork> network = filter.network();
        Predicate<Block> wanted = ofRule(filter.rule())
                .and(each -> network.isEmpty() || each.concernsAddress(network.get()))
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
            throw new InvalidFields("after", "does not exist any more: start with the first page");
        }
        return last;
    }

    private static Predicate<Block> ofRule(@Nullable String rule) {
        if (rule == null) {
            return each -> true;
        }
        if (Arrays.stream(Rule.values()).noneMatch(each -> each.word().equals(rule))) {
            throw new InvalidFields("rule", "is not a rule");
        }
        return each -> each.rule().word().equals(rule);
    }

    @Allowed(Access.SEE)
    public BlockBody get(String id) {
        return BlockBody.of(found(id));
    }

    /** Lifts a block and resets the counter of its rule. Blocks of other rules stay. */
    @Allowed(Access.SUPPORT)
    @Transacted
    public void lift(String id) {
        Block block = found(id);
        if (!isChangeable(block)) {
            throw new NotPermitted("Your roles let you see this block but not lift it.");
        }
        changes.record("block", id, BlockBody.of(block), null);
        afterCommit.run(() -> bruteForce.lift(number(id)));
    }

    private Block found(String id) {
        return blocks.find(number(id)).filter(this::isSeen).orElseThrow(() -> new EntryMissing("block", id));
    }

    /** Staff of some domains see blocks of accounts only: addresses and networks belong to no domain. */
    private boolean isSeen(Block block) {
        return block.account()
                .map(scope::covers)
                .orElseGet(() -> scope.domains().isEmpty());
    }

    /** Whether the user may lift a block; false if it has ended. */
    @Allowed(Access.SEE)
    public boolean mayLift(String id) {
        return actor.may(Access.SUPPORT)
                && blocks.find(number(id))
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
            throw new EntryMissing("block", id);
        }
        return Long.parseUnsignedLong(id, 16);
    }
}
