// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.mailhost;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHost;
import dev.sekisho.login.route.HostHealth;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An address of a mail host as the API shows it: its state, and for each protocol whether it answers: {@code up},
 * {@code down}, or {@code unknown} if Sekisho does not probe it or has not probed it yet.
 */
@Immutable
@JsonbPropertyOrder({"address", "state", "imap", "pop3", "smtp"})
@Schema(example = """
                {"address": "192.0.2.21", "state": "draining", "imap": "up", "pop3": "up", "smtp": "up"}""")
public record MailHostAddressBody(String address, String state, String imap, String pop3, String smtp) {
    public static MailHostAddressBody of(
            MailHost host, HostAddress address, Optional<String> literal, HostHealth health) {
        return new MailHostAddressBody(
                address.address(),
                address.state().word(),
                health.word(literal.orElse(""), host.imapPort()),
                health.word(literal.orElse(""), host.pop3Port()),
                health.word(literal.orElse(""), host.smtpPort()));
    }
}
