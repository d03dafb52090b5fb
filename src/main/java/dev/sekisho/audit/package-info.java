// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: who changed what, when, from where, from which value to which, and why.
 *
 * <p>An entry is written in the transaction of the change itself: there is no change by the API without its entry, and
 * no entry without its change. The trail is only ever added to; on PostgreSQL a trigger refuses {@code UPDATE} and
 * {@code DELETE}. Values are what the API shows of an entry, so no secret is among them; of a changed secret only the
 * name is kept.
 *
 * <p>BUGS: a change by plain SQL leaves no entry here; the states of accounts have a history of their own
 * ({@code account_state_change}).
 */
@NullMarked
package dev.sekisho.audit;

import org.jspecify.annotations.NullMarked;
