// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.cache.Cache;

/** The blocks and waits in force. They expire; beyond the bound the least recently used are removed. */
@ThreadSafe
public class Blocks {
    private final Cache<Long, Block> cache;
    private final BruteForceConfig config;
    private final Clock clock;
    private final BlockListener listener;

    public Blocks(Cache<Long, Block> cache, BruteForceConfig config, Clock clock, BlockListener listener) {
        this.listener = listener;
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /** The block with this id, unless it has expired. */
    public Optional<Block> find(long id) {
        return Optional.ofNullable(cache.get(id)).map(this::upTo).filter(this::isOn);
    }

    /** The next blocks that {@code wanted} accepts, in the order of their keys; each call visits all blocks. */
    public List<Block> page(String after, int most, Predicate<Block> wanted) {
        return page(
                Comparator.comparing(Block::key),
                Optional.empty(),
                most,
                wanted.and(block -> block.key().compareTo(after) > 0));
    }

    /**
     * The next blocks that {@code wanted} accepts, in another order; each call visits all blocks.
     *
     * @param order a total order
     * @param after the block before the first; empty to begin
     */
    public List<Block> page(Comparator<Block> order, Optional<Block> after, int most, Predicate<Block> wanted) {
        List<Block> found = new ArrayList<>();
        for (Cache.Entry<Long, Block> each : cache) {
            Block block = upTo(each.getValue());
            if (isOn(block)
                    && after.filter(last -> order.compare(block, last) <= 0).isEmpty()
                    && wanted.test(block)) {
                found.add(block);
            }
        }
        found.sort(order);
        return found.size() > most ? List.copyOf(found.subList(0, most)) : found;
    }

    boolean remove(long id) {
        return cache.remove(id);
    }

    /**
     * A rule that an attempt has just broken.
     *
     * @param limit the limit for this attempt
     * @param count distinct attempts
     * @param observed whether the rule is only observed
     * @param notifies whether listeners receive it: not for accounts that do not exist, whose names an attacker makes
     *     up
     */
    record Broken(Rule rule, RuleLimit limit, FailureWindow failures, int count, boolean observed, boolean notifies) {}

    void put(AttemptKeys subjects, Broken broken) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Block block = new Block(
                subjects.id(broken.rule),
                broken.rule,
                subjects.subject(broken.rule),
                broken.count,
                broken.limit.amount(),
                Instant.ofEpochSecond(broken.failures.firstSeconds()),
                now,
                now.plusSeconds(config.blockSeconds()),
                broken.observed,
                subjects.counter(broken.rule));
        if (broken.notifies && !broken.observed && find(block.id()).isEmpty()) {
            listener.blocked(block.rule().word(), block.subject(), block.count(), block.limit(), now, block.until());
        }
        cache.put(block.id(), block);
    }

    /** A block in the future (the clock ran ahead) lasts no longer than one that begins now. */
    private Block upTo(Block block) {
        Instant latest = Instant.ofEpochMilli(clock.millis()).plusSeconds(config.blockSeconds());
        if (!block.until().isAfter(latest)) {
            return block;
        }
        Block shorter = block.until(latest);
        cache.replace(block.id(), block, shorter);
        return shorter;
    }

    private boolean isOn(Block block) {
        return block.until().toEpochMilli() > clock.millis();
    }
}
