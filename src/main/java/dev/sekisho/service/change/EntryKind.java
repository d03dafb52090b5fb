// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.Function;

/**
 * A kind of entry in the directory.
 *
 * @param <E> the entity
 * @param <B> the record that the API shows
 * @param word the name of the kind in the audit trail
 * @param key returns the key of an entry
 * @param body returns the record of an entry, from which its version and its audit entry are made
 */
@ThreadSafe
public record EntryKind<E, B>(Class<E> type, String word, Function<E, String> key, Function<E, B> body) {}
