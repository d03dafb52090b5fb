// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

/**
 * An entry that was written.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param <B> what is shown of it
 * @param isNew whether there was none of this key before
 */
public record Saved<B>(String key, B entry, boolean isNew) {}
