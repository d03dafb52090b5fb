// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * An entry that was written.
 *
 * @param <B> what is shown of it
 * @param isNew whether there was none of this key before
 */
@ThreadSafe
public record Saved<B>(String key, B entry, boolean isNew) {}
