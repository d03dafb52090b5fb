// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.cache.Cache;

/**
 * The rules that are broken now. Blocks end by themselves; their number is bounded, and beyond it the least used go.
 *
 * <p>Safe for use by many threads.
 */
public class Blocks {
    private final Cache<Long, Block> cache;
    private final ThrottleConfig config;
    private final Clock clock;
    private final BlockListener listener;

    public Blocks(Cache<Long, Block> cache, ThrottleConfig config, Clock clock, BlockListener listener) {
        this.listener = listener;
        this.cache = cache;
        this.config = config;
        this.clock = clock;
    }

    /** The block with this id, unless it is over. */
    public Optional<Block> find(long id) {
        return Optional.ofNullable(cache.get(id)).map(this::upTo).filter(this::isOn);
    }

    /** The next blocks that {@code wanted} takes, in the order of their keys; each call walks through all there are. */
    public List<Block> page(String after, int most, Predicate<Block> wanted) {
        return page(
                Comparator.comparing(Block::key),
                Optional.empty(),
                most,
                wanted.and(block -> block.key().compareTo(after) > 0));
    }

    /**
     * The next blocks that {@code wanted} takes, in another order; each call walks through all there are.
     *
     * @param order no two blocks are equal in it
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

    void put(
            long id,
            Rule rule,
            String subject,
            int count,
            RuleLimit limit,
            Tries tries,
            boolean observed,
            long counter) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        if (!observed && find(id).isEmpty()) {
            listener.blocked(rule.word(), subject, count, limit.amount(), now, now.plusSeconds(config.blockSeconds()));
        }
        cache.put(
                id,
                new Block(
                        id,
                        rule,
                        subject,
                        count,
                        limit.amount(),
                        Instant.ofEpochSecond(tries.firstSeconds()),
                        now,
                        now.plusSeconds(config.blockSeconds()),
                        observed,
                        counter));
    }

    /** A block that a clock made that ran ahead lasts no longer than one that begins now. */
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
