// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.NetworkList;

/**
 * One permission as it holds for an account, and whose it is.
 *
 * @param name the API's word, such as {@code imap}
 * @param value a {@link Boolean}, or a text that {@link NetworkList} reads
 * @param from who says so
 */
@ThreadSafe
public record EffectivePermission(String name, Object value, EffectiveLimits.Origin from) {}
