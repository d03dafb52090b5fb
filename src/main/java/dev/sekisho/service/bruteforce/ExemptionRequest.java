// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Optional;

/**
 * An exemption from brute-force protection that is to hold.
 *
 * @param subject the canonical form of an account, an address or a network
 * @param until empty: without an end
 */
@Immutable
public record ExemptionRequest(String subject, String reason, Optional<Instant> until) {}
