// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.Function;

/**
 * A kind of entries of the directory.
 *
 * @param <E> the entity
 * @param <B> what is shown of it
 * @param word how the audit trail names the kind
 * @param key the key of an entry
 * @param body what is shown of an entry, which its version and its audit entry are made of
 */
@ThreadSafe
public record EntryKind<E, B>(Class<E> type, String word, Function<E, String> key, Function<E, B> body) {}
