// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code account}: shows an account, says why it cannot log in, and changes its state. */
@Command(name = "account", description = "Shows an account and changes its state.")
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
            name = "why",
            description = {
                "Says why an account cannot log in: the decisive cause, the last login, further causes.",
                "Exits with 0 if it can log in, with 1 if it cannot, or some of its clients cannot."
            })
    int why(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(names = "--client", paramLabel = "IP", description = "Address of the client that cannot log in.")
                    @Nullable
                    String client) {
        String path = new Query("accounts/" + ApiClient.encoded(address) + "/login-diagnosis")
                .with("client", client)
                .toString();
        JsonObject diagnosis = ctl().sekisho().get(path);
        ctl().output().print(diagnosis, Diagnosis.text(diagnosis));
        return ApiAnswer.text(diagnosis, "canLogIn").equals("yes") ? Exit.OK : Exit.NO;
    }

    @Command(name = "send-block", description = "Send-blocks an account. It can still log in and receive mail.")
    int sendBlock(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin Duration duration,
            @Mixin Reason reason) {
        return state(address, duration.state("send-blocked"), reason);
    }

    @Command(name = "suspend", description = "Suspends an account: no logins, no sending. Mail for it still arrives.")
    int suspend(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin Duration duration,
            @Mixin Reason reason) {
        return state(address, duration.state("suspended"), reason);
    }

    @Command(
            name = "contain",
            description = {
                "Contains a hijacked account: send-blocks or suspends it, generates a new password, revokes its app"
                        + " passwords, ends its sessions at the mail host.",
                "Exits with 1 if sessions could not be ended; everything else is done then."
            })
    int contain(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin Containment containment) {
        JsonObject body = containment.body(ctl().standardInput());
        String path = "accounts/" + ApiClient.encoded(address) + "/contain";
        JsonObject outcome = ApiAnswer.object(ctl().sekisho().api("POST", path, body, Optional.empty()));
        ctl().output().print(outcome, Containment.text(outcome));
        return Containment.isComplete(outcome) ? Exit.OK : Exit.NO;
    }

    @Command(name = "activate", description = "Makes an account active again.")
    int activate(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address, @Mixin Reason reason) {
        return state(address, Json.createObjectBuilder().add("status", "active"), reason);
    }

    private int state(String address, JsonObjectBuilder body, Reason reason) {
        reason.text().ifPresent(text -> body.add("statusReason", text));
        String path = "accounts/" + ApiClient.encoded(address) + "/state";
        ctl().output().print(ctl().sekisho().api("PUT", path, body.build(), reason.text()));
        return Exit.OK;
    }

    /** The end of a state. */
    static final class Duration {
        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "Time at which it ends: 2027-01-31T18:00:00Z, or 2h, 3d from now.")
        private @Nullable String until;

        JsonObjectBuilder state(String status) {
            JsonObjectBuilder body = Json.createObjectBuilder().add("status", status);
            if (until != null) {
                body.add("statusUntil", Until.parse(until).toString());
            }
            return body;
        }
    }

    /** The reason of a state. */
    static final class Reason {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the account's history.")
        private @Nullable String reason;

        Optional<String> text() {
            return Optional.ofNullable(reason);
        }
    }
}
