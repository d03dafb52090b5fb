// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.MailHost;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A mail host as the API shows it.
 *
 * @param smtpAddress address for submission; absent if it is {@code address}
 * @param quotaPort absent if Sekisho does not query the host's quota
 * @param quotaAddresses addresses of quota-status; absent if it is at {@code address}
 * @param doveadmUrl absent if Sekisho does not read limit and usage of the host's mailboxes
 */
@ThreadSafe
@JsonbPropertyOrder({
    "name",
    "address",
    "imapPort",
    "pop3Port",
    "smtpPort",
    "smtpAddress",
    "quotaPort",
    "quotaAddresses",
    "doveadmUrl",
    "state",
    "probe"
})
@Schema(example = """
                {"name": "mail1", "address": "192.0.2.21", "imapPort": 143, "pop3Port": 110, "smtpPort": 25, "quotaPort": 12340,
                 "state": "up", "probe": true}""")
public record MailHostBody(
        String name,
        String address,
        int imapPort,
        int pop3Port,
        int smtpPort,
        @Nullable String smtpAddress,
        @Nullable Integer quotaPort,
        @Nullable List<String> quotaAddresses,
        @Nullable String doveadmUrl,
        String state,
        boolean probe) {
    public static MailHostBody of(MailHost host) {
        return new MailHostBody(
                host.name(),
                host.address(),
                host.imapPort(),
                host.pop3Port(),
                host.smtpPort(),
                host.smtpAddress().orElse(null),
                host.quotaPort().orElse(null),
                host.quotaAddresses().isEmpty() ? null : host.quotaAddresses(),
                host.doveadmUrl().orElse(null),
                host.state().word(),
                host.isProbed());
    }
}
