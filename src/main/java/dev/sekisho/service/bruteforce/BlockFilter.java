// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of blocks, unchecked; null for all.
 *
 * @param rule the name of a rule
 * @param address a literal address; it also matches blocks of its network
 */
@Immutable
public record BlockFilter(
        @Nullable String rule,
        @Nullable String address,
        @Nullable String account) {}
