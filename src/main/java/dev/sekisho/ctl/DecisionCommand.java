// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.Exit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code decision}: searches the decision journal. */
@Command(name = "decision", description = "Searches the decision journal.")
final class DecisionCommand extends CommandGroup {
    private static final List<String> COLUMNS =
            List.of("at", "reference", "service", "result", "account", "client", "reason");

    DecisionCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "list",
            description = {
                "Lists decisions, newest first. By default the journal keeps all except plain accepts, for a week.",
                "explain describes one of them by its reference."
            })
    int list(@Mixin Filter filter, @Mixin PageOptions page) {
        String path = new Query("decisions")
                .with("account", filter.account)
                .with("client", filter.client)
                .with("service", filter.service)
                .with("result", filter.result)
                .with("from", time(filter.from))
                .with("to", time(filter.to))
                .with(page)
                .toString();
        ctl().output().page(ctl().sekisho().get(path), COLUMNS);
        return Exit.OK;
    }

    private static @Nullable String time(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(Until::parsePast)
                .map(String::valueOf)
                .orElse(null);
    }

    /** Which decisions are listed. */
    static final class Filter {
        @Option(names = "--account", paramLabel = "ADDRESS", description = "Only about this account or mailbox.")
        private @Nullable String account;

        @Option(names = "--client", paramLabel = "ADDRESS", description = "Only of the client with this IP address.")
        private @Nullable String client;

        @Option(names = "--service", paramLabel = "NAME", description = "login, authpolicy, sendlimit or quota.")
        private @Nullable String service;

        @Option(
                names = "--result",
                paramLabel = "WORD",
                description = "Only with this result, such as reject, defer or full.")
        private @Nullable String result;

        @Option(names = "--from", paramLabel = "TIME", description = "Not before: 2027-01-31T18:00:00Z, or 2h, 3d ago.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "Before this time, in the same forms.")
        private @Nullable String to;
    }
}
