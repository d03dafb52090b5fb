// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.Exit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sender}: lists the accounts that send most. */
@Command(name = "sender", description = "Lists the accounts that send most.")
final class SenderCommand extends CommandGroup {
    private static final List<String> COLUMNS = List.of(
            "account",
            "refused",
            "accepted",
            "recipients",
            "networks",
            "domains",
            "incomplete",
            "permitted",
            "release",
            "clientNetworks");

    SenderCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "top",
            description = {
                "Lists what accounts sent in the last 10 minutes, hour or day, and what was refused.",
                "refused: recipients or messages, rejected or deferred; networks: of clients; domains: of recipients;"
                        + " release: when they may send again."
            })
    int top(
            @Option(
                            names = "--period",
                            paramLabel = "PERIOD",
                            defaultValue = "10m",
                            description = "10m, 1h or 1d (${DEFAULT-VALUE}).")
                    String period,
            @Option(
                            names = "--sort",
                            paramLabel = "FIGURE",
                            defaultValue = "refused",
                            description = "refused, recipients, accepted, networks or domains (${DEFAULT-VALUE}).")
                    String sort,
            @Option(
                            names = {"-n", "--number"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Number of accounts (${DEFAULT-VALUE}).")
                    int number) {
        String path = new Query("senders")
                .with("period", period)
                .with("sort", sort)
                .with("limit", String.valueOf(number))
                .toString();
        ctl().output().page(ctl().sekisho().get(path), COLUMNS);
        return Exit.OK;
    }
}
