// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.util.Optional;

/**
 * A scope of send limits that is to hold.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param sendLimits empty: no limit
 */
public record SendScopeRequest(
        ScopeKind kind,
        String subject,
        Optional<SendLimits> sendLimits,
        UnauthenticatedPolicy noLogin,
        UnauthenticatedPolicy nullSender) {}
