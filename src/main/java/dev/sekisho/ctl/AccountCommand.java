// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code account}: shows, locks and unlocks an account. */
@Command(name = "account", description = "Shows, locks and unlocks an account.")
final class AccountCommand extends CommandGroup {
    AccountCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(name = "show", description = "Shows an account, its permissions and state, never its password.")
    int show(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address) {
        ctl().output().print(ctl().sekisho().get("accounts/" + ApiClient.encoded(address)));
        return Exit.OK;
    }

    @Command(
            name = "lock",
            description = "Send-blocks an account, or suspends it with --all. Mail for it still arrives.")
    int lock(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--all", description = "Suspend it: no logins either.") boolean all,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "Time at which it ends: 2027-01-31T18:00:00Z, or 2h, 3d from now.")
                    @Nullable
                    String until,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the account's history.")
                    @Nullable
                    String reason) {
        JsonObjectBuilder body = Json.createObjectBuilder().add("status", all ? "suspended" : "send-blocked");
        if (until != null) {
            body.add("statusUntil", Until.parse(until).toString());
        }
        return state(address, body, reason);
    }

    @Command(name = "unlock", description = "Makes an account active again.")
    int unlock(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the account's history.")
                    @Nullable
                    String reason) {
        return state(address, Json.createObjectBuilder().add("status", "active"), reason);
    }

    private int state(String address, JsonObjectBuilder body, @Nullable String reason) {
        if (reason != null) {
            body.add("statusReason", reason);
        }
        String path = "accounts/" + ApiClient.encoded(address) + "/state";
        ctl().output().print(ctl().sekisho().api("PUT", path, body.build(), Optional.ofNullable(reason)));
        return Exit.OK;
    }
}
