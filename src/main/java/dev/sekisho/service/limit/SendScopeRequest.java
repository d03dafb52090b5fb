// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.util.Optional;

/**
 * A scope as a body describes it.
 *
 * @param sendLimits empty for no limit
 */
@ThreadSafe
public record SendScopeRequest(
        ScopeKind kind,
        String subject,
        Optional<SendLimits> sendLimits,
        UnauthenticatedPolicy noLogin,
        UnauthenticatedPolicy nullSender) {}
