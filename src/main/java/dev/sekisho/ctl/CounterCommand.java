// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code counter}: what accounts have sent.
 *
 * <p>Confined to one run.
 */
@Command(name = "counter", description = "Shows and resets what accounts have sent.")
final class CounterCommand extends CommandGroup {
    CounterCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "show", description = "Shows what an account has used of each limit that applies to it.")
    int show(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address) {
        ctl().output().print(ctl().sekisho().get(path(address)));
        return Exit.OK;
    }

    @Command(name = "top", description = "Shows who is nearest to a send limit, the nearest first.")
    int top(
            @Option(
                            names = {"-n", "--number"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many (${DEFAULT-VALUE}).")
                    int number) {
        ctl().output().print(ctl().sekisho().get("counters?sort=used&limit=" + number));
        return Exit.OK;
    }

    @Command(name = "reset", description = "Forgets what an account has sent.")
    int reset(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit trail.") @Nullable
                    String reason) {
        ctl().output().print(ctl().sekisho().api("DELETE", path(address), null, Optional.ofNullable(reason)));
        return Exit.OK;
    }

    private static String path(String address) {
        return "accounts/" + ApiClient.encoded(address) + "/counters";
    }
}
