// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountService;
import dev.sekisho.service.account.AccountStateBody;
import dev.sekisho.service.account.AccountStateRequest;
import dev.sekisho.service.account.AccountStateService;
import dev.sekisho.service.account.AppPasswordBody;
import dev.sekisho.service.account.AppPasswordRequest;
import dev.sekisho.service.account.AppPasswordService;
import dev.sekisho.service.account.LoginsBody;
import dev.sekisho.service.account.MoveService;
import dev.sekisho.service.account.PermissionBody;
import dev.sekisho.service.decision.DecisionBody;
import dev.sekisho.service.decision.DecisionFilter;
import dev.sekisho.service.decision.DecisionService;
import dev.sekisho.service.limit.AccountLimitService;
import dev.sekisho.service.limit.AccountLimitsBody;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.TemporaryLimitRequest;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.mailhost.MailHostBody;
import dev.sekisho.service.mailhost.MailHostService;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page of one account: its state, limits, counters and logins, and actions on them. */
@Named("account")
@RequestScoped
public class AccountPage {
    private static final int HISTORY = 20;

    /** Number of decisions of the account. */
    private static final Page.Range FEW = new Page.Range("", 10);

    @Inject
    private ExternalContext external;

    @Inject
    private AccountService accounts;

    @Inject
    private AccountStateService accountStates;

    @Inject
    private AccountLimitService accountLimits;

    @Inject
    private CounterService counters;

    @Inject
    private MoveService moves;

    @Inject
    private AppPasswordService passwords;

    @Inject
    private MailHostService hosts;

    @Inject
    private DecisionService decisions;

    @Inject
    private StaffScope scope;

    @Inject
    private FlashMessages messages;

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

    /** Reads the account before rendering, so that a missing one is answered with a status. */
    public void beforeMessages() {
        messages.expect(this::getBody);
    }

    /** Whether the user may change its state, counters and temporary limits. */
    public boolean isSupportable() {
        return scope.mayChange(address);
    }

    /** Recent successful logins, and known networks. */
    public LoginsBody getLogins() {
        if (logins == null) {
            logins = accounts.logins(address);
        }
        return logins;
    }

    public String getAddress() {
        return address;
    }

    public AccountBody getBody() {
        if (body == null) {
            body = accounts.get(address);
        }
        return body;
    }

    public List<PermissionBody> getPermissions() {
        return accounts.permissions(address);
    }

    public AccountLimitsBody getLimits() {
        if (limits == null) {
            limits = accountLimits.get(address);
        }
        return limits;
    }

    /** The latest decisions about the account. */
    public List<DecisionBody> getDecisions() {
        return decisions
                .search(new DecisionFilter(address, null, null, null, null, null, null), FEW)
                .entries();
    }

    /** The mail hosts to which the mailbox can be moved. */
    public List<MailHostBody> getOtherHosts() {
        return hosts.list(null, HostsPage.ALL).entries().stream()
                .filter(each -> !each.name().equals(getBody().mailHost()))
                .toList();
    }

    /** The latest states, current one first. */
    public List<AccountStateBody> getStates() {
        if (states == null) {
            states = accountStates.list(address).stream().limit(HISTORY).toList();
        }
        return states;
    }

    public List<AppPasswordBody> getAppPasswords() {
        return passwords.list(address);
    }

    /** The app password that this request created; empty for none. */
    public String getNewPassword() {
        return newPassword == null ? "" : newPassword;
    }

    /** Sets a state, with the reason and end of the form. */
    public void become(String status) {
        change(() -> setState(status, Times.utc(until)), status);
    }

    /** Restores the state before the current one. */
    public void undo() {
        List<AccountStateBody> known = getStates();
        if (known.size() < 2) {
            // The history does not contain the first state, which is active.
            become("active");
            return;
        }
        AccountStateBody before = known.get(1);
        String end = before.statusUntil() == null ? "" : before.statusUntil();
        change(() -> setState(before.status(), end), "undone");
    }

    private void setState(String status, String end) {
        FieldErrors errors = new FieldErrors();
        AccountStateRequest request = new AccountStateRequest(
                errors.parsed("status", status, AccountStatus::ofWord).orElse(AccountStatus.ACTIVE),
                end.isEmpty() ? Optional.empty() : errors.instant("statusUntil", end),
                Optional.ofNullable(FlashMessages.given(reason)));
        accountStates.set(address, request, errors);
    }

    public void resetCounters() {
        change(() -> counters.resetAccount(address), "reset");
    }

    public void setTemporaryLimit() {
        change(this::putTemporaryLimit, "settemporary");
    }

    private void putTemporaryLimit() {
        FieldErrors errors = new FieldErrors();
        TemporaryLimitRequest request = new TemporaryLimitRequest(
                errors.parsed("limit", limit.strip(), SendLimits::parse),
                errors.instant("until", Times.utc(until)),
                reason.strip());
        accountLimits.setTemporaryLimit(address, request, errors);
    }

    public void endTemporaryLimit() {
        change(() -> accountLimits.endTemporaryLimit(address), "endtemporary");
    }

    public void beginMove() {
        change(() -> moves.begin(address, host, new FieldErrors()), "moving");
    }

    /** Ends a move: the mailbox is on the new mail host if {@code moved}, otherwise it stays on the old one. */
    public void endMove(boolean moved) {
        change(() -> moves.end(address, moved), moved ? "moved" : "unmoved");
    }

    /** Creates an app password. Only the page of this response shows it. */
    public void makeAppPassword() {
        messages.tried(reason, () -> {
            FieldErrors errors = new FieldErrors();
            AppPasswordRequest request =
                    AppPasswordRequest.of(errors.text("name", name).orElse(""));
            newPassword = passwords.make(address, request, errors).password();
        });
    }

    public void revoke(String id) {
        change(() -> passwords.revoke(address, id), "revoked");
    }

    /** Makes a change and reloads the page. */
    private void change(FlashMessages.Change change, String done) {
        messages.changed(reason, change, "account", "address", address, done);
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
