// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code limit}: send limits of an account, a domain, or the installation.
 *
 * <p>Confined to one run.
 */
@Command(name = "limit", description = "Shows and sets send limits.")
final class LimitCommand extends CommandGroup {
    private static final String WHOSE = "An account's address, a domain, or the word installation.";

    LimitCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "get", description = "Shows which limits apply, and whose they are.")
    int get(@Parameters(paramLabel = "WHOSE", description = WHOSE) String whose) {
        ctl().output().print(ctl().sekisho().get(path(whose)));
        return Exit.OK;
    }

    @Command(name = "set", description = "Sets limits; with --until, a temporary limit of an account.")
    int set(
            @Parameters(paramLabel = "WHOSE", description = WHOSE) String whose,
            @Parameters(paramLabel = "LIMITS", description = "Such as \"100/1h, 500/1d\"; unlimited; inherit.")
                    String limits,
            @Option(names = "--until", paramLabel = "TIME", description = "2027-01-31T18:00:00Z, or 2h, 3d from now.")
                    @Nullable
                    String until,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit trail.") @Nullable
                    String reason) {
        Optional<String> why = Optional.ofNullable(reason);
        if (until != null) {
            return setTemporaryLimit(whose, limits, until, why);
        }
        if (limits.equals("inherit")) {
            ctl().sekisho().api("DELETE", path(whose), null, why);
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
                                why));
        return Exit.OK;
    }

    private int setTemporaryLimit(String whose, String limits, String until, Optional<String> reason) {
        if (!whose.contains("@")) {
            throw new CtlException(Exit.UNKNOWN, "--until is for accounts only");
        }
        // Sekisho stores the reason with the temporary limit and shows both.
        String why = reason.orElseThrow(() -> new CtlException(Exit.UNKNOWN, "--until needs --reason"));
        JsonObject body = Json.createObjectBuilder()
                .add("limit", limits)
                .add("until", Until.parse(until).toString())
                .add("reason", why)
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
