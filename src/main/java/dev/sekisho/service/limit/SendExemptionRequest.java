// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Optional;

/**
 * An exemption from send limits that is to hold.
 *
 * @param subject an account, a domain as {@code @example.org}, or a network
 * @param expiresAt empty: for good
 */
@Immutable
public record SendExemptionRequest(String subject, String reason, Optional<Instant> expiresAt) {}
