// SPDX-License-Identifier: Apache-2.0
/**
 * Caches of the quota service: verdicts, recipients of a transaction, typical sizes, retries after a split.
 *
 * <p>All caches are bounded and tolerate a store that does not answer: a missing entry costs one more request to the
 * mail host.
 *
 * <p>SECURITY: keys come from untrusted requests and are bounded before they are stored.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code quota}.
 *
 * <p>SEE ALSO: docs/postfix.md.
 */
@NullMarked
package dev.sekisho.quota.cache;

import org.jspecify.annotations.NullMarked;
