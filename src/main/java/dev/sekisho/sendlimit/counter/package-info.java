// SPDX-License-Identifier: Apache-2.0
/**
 * Counters of send limits: windows, reservations, the entry processors that check and count atomically, and their
 * durability.
 *
 * <p>A {@link dev.sekisho.sendlimit.counter.CounterState} is the value of one key in JCache, in this process or in
 * Hazelcast. {@link dev.sekisho.sendlimit.counter.CounterWriter} appends changed counters to a journal in the database
 * every second, and writes their rows later.
 *
 * <p>SECURITY: keys and states are bounded; a state from another node is validated when it is read.
 *
 * <p>DIAGNOSTICS: SKS0301W when counters cannot be written, SKS0302I when they can again; SKS0304W, SKS0308W, SKS0309W,
 * SKS0310W.
 *
 * <p>BUGS: a crash loses what was counted since the last write. A window slides in steps of a thirtieth of its period.
 *
 * <p>SEE ALSO: docs/adr/0003-counters-in-jcache-caffeine-written-behind.md,
 * docs/adr/0013-counters-durable-by-a-journal.md, docs/adr/0007-limits-as-text-and-two-phase-counting.md.
 */
@NullMarked
package dev.sekisho.sendlimit.counter;

import org.jspecify.annotations.NullMarked;
