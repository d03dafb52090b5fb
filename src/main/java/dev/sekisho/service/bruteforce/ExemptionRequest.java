// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import java.time.Instant;
import java.util.Optional;

/**
 * An exemption from brute-force protection that is to hold.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param subject the canonical form of an account, an address or a network
 * @param until empty: without an end
 */
public record ExemptionRequest(String subject, String reason, Optional<Instant> until) {}
