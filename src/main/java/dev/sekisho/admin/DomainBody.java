// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Domain;
import dev.sekisho.account.SendLimits;
import dev.sekisho.account.UnknownRecipientReply;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A domain as the API shows it; {@code sendLimits} is absent where they are the installation's, {@code
 * unknownRecipient} where it is as the settings say.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"name", "sendLimits", "unknownRecipient"})
public record DomainBody(
        String name, @Nullable String sendLimits, @Nullable String unknownRecipient) {
    static DomainBody of(Domain domain) {
        return new DomainBody(
                domain.name(),
                domain.sendLimits().map(SendLimits::toString).orElse(null),
                domain.unknownRecipient().map(UnknownRecipientReply::word).orElse(null));
    }
}
