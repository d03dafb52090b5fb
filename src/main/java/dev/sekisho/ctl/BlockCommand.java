// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code block}: lists and lifts the blocks of brute-force protection. */
@Command(name = "block", description = "Lists and lifts the blocks of brute-force protection.")
final class BlockCommand extends CommandGroup {
    private static final List<String> COLUMNS =
            List.of("id", "rule", "subject", "effect", "observed", "count", "limit", "until");

    BlockCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "list", description = "Lists the current blocks, the one that ends last first.")
    int list(@Mixin Filter filter, @Mixin PageOptions page) {
        String path = new Query("blocks")
                .with("rule", filter.rule)
                .with("address", filter.address)
                .with("account", filter.account)
                .with("sort", "-until")
                .with(page)
                .toString();
        ctl().output().page(ctl().sekisho().get(path), COLUMNS);
        return Exit.OK;
    }

    @Command(name = "show", description = "Shows a block and explains it.")
    int show(@Parameters(paramLabel = "ID", description = "The id from block list.") String id) {
        ctl().output().print(ctl().sekisho().get(path(id)));
        return Exit.OK;
    }

    @Command(name = "lift", description = "Lifts blocks at once and resets the counters of their rules.")
    int lift(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "The ids from block list.") List<String> ids,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the audit trail.") @Nullable
                    String reason) {
        for (String id : ids) {
            ctl().output().print(ctl().sekisho().api("DELETE", path(id), null, Optional.ofNullable(reason)));
        }
        return Exit.OK;
    }

    private static String path(String id) {
        return "blocks/" + ApiClient.encoded(id);
    }

    /** Which blocks are listed. */
    static final class Filter {
        @Option(names = "--rule", paramLabel = "NAME", description = "Only of this rule, such as account-network.")
        private @Nullable String rule;

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                description = "Only of this address or network, or of a network around it.")
        private @Nullable String address;

        @Option(names = "--account", paramLabel = "ADDRESS", description = "Only of this account.")
        private @Nullable String account;
    }
}
