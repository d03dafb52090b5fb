// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.MailHost;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail host as the API shows it; {@code quotaPort} is absent where the host is never asked about quota, {@code
 * quotaAddresses} where it is asked at its own address.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"name", "address", "imapPort", "pop3Port", "smtpPort", "quotaPort", "quotaAddresses", "state"})
public record MailHostBody(
        String name,
        String address,
        int imapPort,
        int pop3Port,
        int smtpPort,
        @Nullable Integer quotaPort,
        @Nullable List<String> quotaAddresses,
        String state) {
    static MailHostBody of(MailHost host) {
        return new MailHostBody(
                host.name(),
                host.address(),
                host.imapPort(),
                host.pop3Port(),
                host.smtpPort(),
                host.quotaPort().orElse(null),
                host.quotaAddresses().isEmpty() ? null : host.quotaAddresses(),
                host.state().word());
    }
}
