// SPDX-License-Identifier: Apache-2.0
/**
 * What was decided and why: the record of a decision, its one log line and its meters.
 *
 * <p>Each service makes a {@link dev.sekisho.decision.Decision} of its own kind and hands it once to
 * {@link dev.sekisho.decision.DecisionLog}, which alone knows formats and meter names. The line is logfmt with a fixed
 * key order, one line a decision, in a file of its own ({@code decisions.log}) that rotates by size, and that logrotate
 * may move away at any time.
 *
 * <p>What is no plain pass gets a {@link dev.sekisho.decision.Reference}, which refused senders are told, and a row in
 * the {@link dev.sekisho.decision.DecisionJournal}: kept a week, searched, explained in words.
 * {@link dev.sekisho.decision.DecisionTail} shows decisions as they are made; {@link dev.sekisho.decision.RecentLogins}
 * keeps the last good logins in memory.
 *
 * <p>SECURITY: every value from the wire is escaped and cut; secrets never reach a decision. Meters carry no user
 * names.
 *
 * <p>DIAGNOSTICS: lines are handed to one writer by a bounded queue, so that a slow disk never holds up a decision.
 * Lines that found the queue full are dropped, counted in {@code sekisho_decision_lines_dropped} and told once a minute
 * as SKS0502W. A file that cannot be written is told as SKS0501W until SKS0508I; its lines go to the server's log and
 * are counted in {@code sekisho_decision_lines_diverted}. One that cannot be rotated (SKS0509W) grows on. The journal
 * has a bounded queue of its own: SKS0503W to SKS0507W, {@code sekisho_decision_journal_waiting} and {@code _dropped}.
 *
 * <p>BUGS: what stands in the queue (at most the last 20 ms, of the journal the last second) is lost when the process
 * is killed. The tail and the recent logins are those of one node.
 *
 * <p>SEE ALSO: docs/monitoring.md; MicroProfile Metrics 5.1.
 */
@NullMarked
package dev.sekisho.decision;

import org.jspecify.annotations.NullMarked;
