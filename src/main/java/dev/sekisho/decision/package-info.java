// SPDX-License-Identifier: Apache-2.0
/**
 * Records of decisions: the decision log, its metrics, the decision journal and the live tail.
 *
 * <p>Each service creates a {@link dev.sekisho.decision.Decision} of its own kind and passes it once to
 * {@link dev.sekisho.decision.DecisionLog}, the only class that knows log formats and metric names. A line is logfmt
 * with a fixed key order. Lines go to a file of their own ({@code decisions.log}), which rotates by size and which
 * logrotate may move at any time.
 *
 * <p>Each decision except a plain accept gets a {@link dev.sekisho.decision.Reference}, which the reply to a refused
 * sender contains, and an entry in the {@link dev.sekisho.decision.DecisionJournal}, which is searchable for a week.
 * {@link dev.sekisho.decision.DecisionTail} shows decisions live; {@link dev.sekisho.decision.RecentLogins} keeps
 * recent successful logins in memory.
 *
 * <p>SECURITY: every value from the network is escaped and truncated. Decisions contain no secrets, and metrics no user
 * names.
 *
 * <p>DIAGNOSTICS: a bounded queue leads to one writer, so a slow disk never delays a decision. Lines that find the
 * queue full are dropped, counted in {@code sekisho_decision_lines_dropped} and logged once a minute as SKS0502W. A
 * file that cannot be written is logged as SKS0501W, its recovery as SKS0508I; meanwhile lines go to the server's log
 * and are counted in {@code sekisho_decision_lines_diverted}. A file that cannot be rotated (SKS0509W) continues to
 * grow. The journal has its own bounded queue: SKS0503W to SKS0507W, {@code sekisho_decision_journal_waiting} and
 * {@code _dropped}.
 *
 * <p>BUGS: a killed process loses the queues: at most the last 20 ms of the log and the last second of the journal. The
 * tail and the recent logins show one node only.
 *
 * <p>SEE ALSO: docs/monitoring.md; MicroProfile Metrics 5.1.
 */
@NullMarked
package dev.sekisho.decision;

import org.jspecify.annotations.NullMarked;
