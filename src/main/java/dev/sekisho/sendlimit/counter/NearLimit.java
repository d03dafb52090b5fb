// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;

/** An account, or a domain's pool as {@code @example.org}, and its limit with the largest used share. */
@Immutable
public record NearLimit(String account, LimitUsage usage) {}
