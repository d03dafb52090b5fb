// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.limit.SendLimits;
import java.util.Optional;

/**
 * A domain as a body describes it; it inherits empty values from the installation.
 *
 * @param version the version that the domain must have; empty for any
 */
@ThreadSafe
public record DomainRequest(
        Optional<Language> language,
        Optional<String> mxHosts,
        PermissionOverrides permissions,
        Optional<SendLimits> sendLimits,
        Optional<SendLimits> poolLimits,
        Optional<UnknownRecipientReply> unknownRecipient,
        Optional<String> version) {}
