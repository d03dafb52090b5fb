// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code counter}: shows and resets the counters of send limits. */
@Command(name = "counter", description = "Shows and resets the counters of send limits.")
final class CounterCommand extends CommandGroup {
    CounterCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "show", description = "Shows how much of each limit an account has used.")
    int show(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address) {
        ctl().output().print(ctl().sekisho().get(path(address)));
        return Exit.OK;
    }

    @Command(name = "top", description = "Lists the accounts nearest to a send limit, nearest first.")
    int top(
            @Option(
                            names = {"-n", "--number"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Number of accounts (${DEFAULT-VALUE}).")
                    int number) {
        ctl().output().print(ctl().sekisho().get("counters?sort=used&limit=" + number));
        return Exit.OK;
    }

    @Command(name = "reset", description = "Resets the counters of an account.")
    int reset(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the audit trail.") @Nullable
                    String reason) {
        ctl().output().print(ctl().sekisho().api("DELETE", path(address), null, Optional.ofNullable(reason)));
        return Exit.OK;
    }

    private static String path(String address) {
        return "accounts/" + ApiClient.encoded(address) + "/counters";
    }
}
