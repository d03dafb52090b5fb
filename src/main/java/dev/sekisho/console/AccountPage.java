// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.api.Operator;
import dev.sekisho.api.Watch;
import dev.sekisho.api.account.AccountBody;
import dev.sekisho.api.account.AccountStateBody;
import dev.sekisho.api.account.AppPasswordBody;
import dev.sekisho.api.account.LoginsBody;
import dev.sekisho.api.account.PermissionBody;
import dev.sekisho.api.bruteforce.BlockBody;
import dev.sekisho.api.decision.DecisionBody;
import dev.sekisho.api.limit.AccountLimitsBody;
import dev.sekisho.api.mailhost.MailHostBody;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account: what holds for it, what it has sent, and what can be done about it.
 *
 * <p>One for each request; confined to its thread.
 */
@Named("account")
@RequestScoped
public class AccountPage {
    private static final int HISTORY = 20;

    @Inject
    private ExternalContext external;

    @Inject
    private Operator operator;

    @Inject
    private Watch watch;

    @Inject
    private FlashMessages told;

    private String address = "";
    private String reason = "";
    private String until = "";
    private String name = "";
    private String limit = "";
    private String host = "";
    private @Nullable AccountBody body;
    private @Nullable List<AccountStateBody> states;
    private @Nullable AccountLimitsBody limits;
    private @Nullable LoginsBody logins;
    private @Nullable String newPassword;

    @PostConstruct
    void read() {
        address = FlashMessages.parameter(external, "address");
    }

    /** Looks the account up before anything is rendered: one that is not there is no page. */
    public void beforeMessages() {
        told.expect(this::getBody);
    }

    /** Whether the user may change its state, counters and raised limits. */
    public boolean isHelped() {
        return operator.mayHelp(address);
    }

    /** Whether the user may lift a block that concerns it. */
    public boolean isLiftable(BlockBody block) {
        return watch.mayLift(block.id());
    }

    /** From where it logged in well. */
    public LoginsBody getLogins() {
        if (logins == null) {
            logins = operator.logins(address);
        }
        return logins;
    }

    public String getAddress() {
        return address;
    }

    public AccountBody getBody() {
        if (body == null) {
            body = operator.account(address);
        }
        return body;
    }

    public List<PermissionBody> getPermissions() {
        return operator.permissions(address);
    }

    public AccountLimitsBody getLimits() {
        if (limits == null) {
            limits = operator.limits(address);
        }
        return limits;
    }

    /** Blocks at login that concern it. */
    public List<BlockBody> getBlocks() {
        return watch.blocksOf(address).entries();
    }

    /** What the services decided about it last. */
    public List<DecisionBody> getDecisions() {
        return watch.decisionsOf(address).entries();
    }

    /** The mail hosts that its mailbox can be moved to. */
    public List<MailHostBody> getOtherHosts() {
        return operator.mailHosts().stream()
                .filter(each -> !each.name().equals(getBody().mailHost()))
                .toList();
    }

    /** The latest states, the present one first. */
    public List<AccountStateBody> getStates() {
        if (states == null) {
            states = operator.states(address).stream().limit(HISTORY).toList();
        }
        return states;
    }

    public List<AppPasswordBody> getAppPasswords() {
        return operator.appPasswords(address);
    }

    /** The app password that this request made; empty if it made none. */
    public String getNewPassword() {
        return newPassword == null ? "" : newPassword;
    }

    /** Sets the state that is named, with the reason and end of its form. */
    public void become(String status) {
        told.changed(
                () -> operator.setState(address, status, Times.utc(until), reason),
                "account",
                "address",
                address,
                status);
    }

    /** Undoes: sets again what the account was before its present state. */
    public void undo() {
        List<AccountStateBody> known = getStates();
        if (known.size() < 2) {
            // The first state of an account is not written down: it was active.
            become("active");
            return;
        }
        AccountStateBody before = known.get(1);
        String end = before.statusUntil() == null ? "" : before.statusUntil();
        told.changed(
                () -> operator.setState(address, before.status(), end, reason),
                "account",
                "address",
                address,
                "undone");
    }

    public void resetCounters() {
        told.changed(() -> operator.resetCounters(address, reason), "account", "address", address, "reset");
    }

    public void raise() {
        told.changed(
                () -> operator.raise(address, limit, Times.utc(until), reason),
                "account",
                "address",
                address,
                "raised");
    }

    public void endRaise() {
        told.changed(() -> operator.endRaise(address, reason), "account", "address", address, "unraised");
    }

    public void beginMove() {
        told.changed(() -> operator.beginMove(address, host, reason), "account", "address", address, "moving");
    }

    /** Ends a move: with {@code moved} the mailbox is where it was moved to, else it stays where it was. */
    public void endMove(boolean moved) {
        told.changed(
                () -> operator.endMove(address, moved, reason),
                "account",
                "address",
                address,
                moved ? "moved" : "unmoved");
    }

    /** Makes an app password; it stands on the page that answers, and nowhere after. */
    public void makeAppPassword() {
        told.tried(() ->
                newPassword = operator.makeAppPassword(address, name, reason).password());
    }

    public void revoke(String id) {
        told.changed(() -> operator.revokeAppPassword(address, id, reason), "account", "address", address, "revoked");
    }

    public String getReason() {
        return "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }

    public String getUntil() {
        return "";
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }

    public String getName() {
        return "";
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getLimit() {
        return "";
    }

    public void setLimit(String limit) {
        this.limit = limit == null ? "" : limit;
    }

    public String getHost() {
        return "";
    }

    public void setHost(String host) {
        this.host = host == null ? "" : host;
    }
}
