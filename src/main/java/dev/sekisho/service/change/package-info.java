// SPDX-License-Identifier: Apache-2.0
/**
 * The steps of a change: transaction, precondition, constraints, write, audit entry, in-memory state.
 *
 * <p>{@link dev.sekisho.service.change.Transacted} runs a service in a transaction and repeats it after a conflict.
 * {@link dev.sekisho.service.change.DirectoryWriter} changes an entry of the directory,
 * {@link dev.sekisho.service.change.ChangeLog} checks its version and writes the audit entry, and
 * {@link dev.sekisho.service.change.AfterCommit} holds the actions on in-memory state until the commit.
 *
 * <p>SECURITY. No change is effective without its audit entry.
 *
 * <p>DIAGNOSTICS. SKS0704E to the logger {@code dev.sekisho.service} if in-memory state was not updated after a commit.
 *
 * <p>SEE ALSO: docs/operate/staff.md, "Concurrent changes"; RFC 9110, 13.1 (preconditions).
 */
@NullMarked
package dev.sekisho.service.change;

import org.jspecify.annotations.NullMarked;
