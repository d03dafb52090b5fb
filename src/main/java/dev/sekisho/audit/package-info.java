// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: user, time, client address, old and new value, and reason of each change.
 *
 * <p>An entry is written in the transaction of its change, so the API makes no change without an entry, and there is no
 * entry without a change. Entries never change; on PostgreSQL a trigger rejects {@code UPDATE} and {@code DELETE}.
 * {@link dev.sekisho.audit.AuditTrail} adds and searches entries of {@link dev.sekisho.audit.AuditEntry}.
 *
 * <p>SECURITY: values are those that the API returns, so they contain no secrets. Of a changed secret the entry has
 * only the name. A search can be restricted to domains, for staff of these domains.
 *
 * <p>DIAGNOSTICS: none of its own. If the trail cannot be written, the transaction of the change fails.
 *
 * <p>BUGS: a change by plain SQL has no entry here; states of accounts have their own history
 * ({@code account_state_change}).
 *
 * <p>SEE ALSO: docs/console.md; V6__audit.sql, V9__audit_append_only.sql.
 */
@NullMarked
package dev.sekisho.audit;

import org.jspecify.annotations.NullMarked;
