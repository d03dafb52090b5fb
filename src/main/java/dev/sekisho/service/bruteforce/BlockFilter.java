// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks a list has, as it was typed; null permits all.
 *
 * @param rule the word of a rule
 * @param address a literal address; it is in a block of its network, too
 */
@Immutable
public record BlockFilter(
        @Nullable String rule,
        @Nullable String address,
        @Nullable String account) {}
