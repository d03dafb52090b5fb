// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limit}: shows and sets send limits of an account, a domain or the installation. */
@Command(name = "limit", description = "Shows and sets send limits.")
final class LimitCommand extends CommandGroup {
    private static final List<String> SHARED =
            List.of("scope", "subject", "limit", "used", "allowed", "percent", "release");
    private static final String WHOSE = "The address of an account, a domain, or \"installation\".";

    LimitCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "get", description = "Shows the limits that apply, and their source.")
    int get(@Parameters(paramLabel = "WHOSE", description = WHOSE) String whose) {
        ctl().output().print(ctl().sekisho().get(path(whose)));
        return Exit.OK;
    }

    @Command(name = "set", description = "Sets limits; with --until, sets a temporary limit of an account.")
    int set(
            @Parameters(paramLabel = "WHOSE", description = WHOSE) String whose,
            @Parameters(
                            paramLabel = "LIMITS",
                            description = "For example \"100/1h, 500/1d\", or unlimited, or" + " inherit.")
                    String limits,
            @Option(names = "--until", paramLabel = "TIME", description = "2027-01-31T18:00:00Z, or 2h, 3d from now.")
                    @Nullable
                    String until,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the audit trail.") @Nullable
                    String reason) {
        Optional<String> given = Optional.ofNullable(reason);
        if (until != null) {
            return setTemporaryLimit(whose, limits, until, given);
        }
        if (limits.equals("inherit")) {
            ctl().sekisho().api("DELETE", path(whose), null, given);
            return get(whose);
        }
        ctl().output()
                .print(ctl().sekisho()
                        .api(
                                "PUT",
                                path(whose),
                                Json.createObjectBuilder()
                                        .add("sendLimits", limits)
                                        .build(),
                                given));
        return Exit.OK;
    }

    @Command(
            name = "shared",
            description = "Lists the limits that accounts share, with their use: pools of domains, and scopes.")
    int shared(
            @Option(names = "--full", description = "Only those that refuse mail now.") boolean full,
            @Option(
                            names = {"-n", "--number"},
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Number of limits (${DEFAULT-VALUE}).")
                    int number) {
        String path = new Query("limits/shared")
                .with("full", String.valueOf(full))
                .with("limit", String.valueOf(number))
                .toString();
        ctl().output().page(ctl().sekisho().get(path), SHARED);
        return Exit.OK;
    }

    private int setTemporaryLimit(String whose, String limits, String until, Optional<String> reason) {
        if (!whose.contains("@")) {
            throw new CtlException(Exit.UNKNOWN, "--until is for accounts only");
        }
        // Sekisho stores the reason with the temporary limit and shows it with the effective limits.
        String given = reason.orElseThrow(() -> new CtlException(Exit.UNKNOWN, "--until needs --reason"));
        JsonObject body = Json.createObjectBuilder()
                .add("limit", limits)
                .add("until", Until.parse(until).toString())
                .add("reason", given)
                .build();
        String path = "accounts/" + ApiClient.encoded(whose) + "/limits/temporary";
        ctl().output().print(ctl().sekisho().api("PUT", path, body, reason));
        return Exit.OK;
    }

    private static String path(String whose) {
        if (whose.equals("installation")) {
            return "limits/installation";
        }
        return (whose.contains("@") ? "limits/accounts/" : "limits/domains/") + ApiClient.encoded(whose);
    }
}
