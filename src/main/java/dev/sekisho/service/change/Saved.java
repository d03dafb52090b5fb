// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * The result of a write.
 *
 * @param <B> the record that the API shows
 * @param isNew whether the entry was created
 */
@ThreadSafe
public record Saved<B>(String key, B entry, boolean isNew) {}
