// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.audit;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of changes, unchecked; null for all.
 *
 * @param entry the key of the changed entry
 * @param by the user
 * @param from the earliest time, such as {@code 2027-01-31T00:00:00Z}
 */
@Immutable
public record AuditFilter(
        @Nullable String kind,
        @Nullable String entry,
        @Nullable String by,
        @Nullable String from,
        @Nullable String to) {}
