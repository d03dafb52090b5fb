// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.PolicyClient;
import dev.sekisho.net.HostPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quota}: sends quota requests as Postfix does. */
@Command(name = "quota", description = "Tests quotas of mailboxes.")
final class QuotaCommand extends CommandGroup {
    QuotaCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "probe",
            description = "Sends a quota request as Postfix does at RCPT: does a mail fit into a" + " mailbox?")
    int probe(
            @Parameters(paramLabel = "ADDRESS", description = "The recipient.") String address,
            @Option(
                            names = "--size",
                            paramLabel = "BYTES",
                            defaultValue = "0",
                            description = "Size of the mail (default: undeclared).")
                    long size,
            @Option(
                            names = "--service",
                            paramLabel = "HOST:PORT",
                            description = "The service (SEKISHOCTL_QUOTA; default 127.0.0.1:10032).")
                    @Nullable
                    String service) {
        HostPort server = PolicyClient.address(Optional.ofNullable(service)
                .or(() -> ctl().profile().value("quota"))
                .orElse("127.0.0.1:10032"));
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("protocol_state", "RCPT");
        attributes.put("recipient", address);
        attributes.put("size", Long.toString(size));
        return PolicyCommand.report(ctl().output(), server, attributes);
    }
}
