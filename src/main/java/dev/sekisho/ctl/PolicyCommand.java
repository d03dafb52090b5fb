// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.PolicyClient;
import dev.sekisho.net.HostPort;
import dev.sekisho.text.LogText;
import jakarta.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy}: sends any request of Postfix's policy protocol. */
@Command(name = "policy", description = "Tests policy services.")
final class PolicyCommand extends CommandGroup {
    PolicyCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "test",
            description = {
                "Sends one request to a policy service, by default to send limits at RCPT, and shows the action.",
                "At END-OF-MESSAGE send limits count the message: sekishoctl policy test protocol_state=END-OF-MESSAGE"
                        + " recipient_count=1 sasl_username=bob@example.org"
            })
    int test(
            @Parameters(paramLabel = "NAME=VALUE", arity = "0..*", description = "Attributes of the policy protocol.")
                    @Nullable
                    List<String> given,
            @Option(
                            names = "--service",
                            paramLabel = "HOST:PORT",
                            description = "The service (SEKISHOCTL_SENDLIMIT; default 127.0.0.1:10031).")
                    @Nullable
                    String service) {
        HostPort address = PolicyClient.address(Optional.ofNullable(service)
                .or(() -> ctl().profile().value("sendlimit"))
                .orElse("127.0.0.1:10031"));
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("protocol_state", "RCPT");
        attributes.put("instance", "ctl." + Long.toHexString(System.nanoTime()));
        for (String each : given == null ? List.<String>of() : given) {
            int equals = each.indexOf('=');
            if (equals < 1 || each.chars().anyMatch(Character::isISOControl)) {
                throw new CtlException(Exit.UNKNOWN, LogText.quoted(each) + " is not NAME=VALUE");
            }
            attributes.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return report(ctl().output(), address, attributes);
    }

    /** Sends the request and prints the action; the exit code is whether Postfix would let the mail pass. */
    static int report(Output output, HostPort service, Map<String, String> attributes) {
        String action = PolicyClient.query(service, attributes);
        boolean passes = PolicyClient.passes(action);
        output.print(
                Json.createObjectBuilder()
                        .add("service", service.toString())
                        .add("action", action)
                        .add("passes", passes)
                        .build(),
                action);
        return passes ? Exit.OK : Exit.NO;
    }
}
