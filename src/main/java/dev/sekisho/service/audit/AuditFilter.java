// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.audit;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a list has, as it was typed; null permits all.
 *
 * @param entry the key of what was changed
 * @param by the user
 * @param from the first moment, such as {@code 2027-01-31T00:00:00Z}
 */
@Immutable
public record AuditFilter(
        @Nullable String kind,
        @Nullable String entry,
        @Nullable String by,
        @Nullable String from,
        @Nullable String to) {}
