// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.containment.ContainmentBody;
import dev.sekisho.service.containment.ContainmentRequest;
import dev.sekisho.service.containment.ContainmentService;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dialog on the page of an account that contains a hijacked account, and its outcome. */
@Named("containment")
@RequestScoped
public class ContainmentPart {
    @Inject
    private ExternalContext external;

    @Inject
    private ContainmentService service;

    @Inject
    private FlashMessages messages;

    @Inject
    private Actor actor;

    private String address = "";
    private String status = "send-blocked";
    private String until = "";
    private String reason = "";
    private String password = "";
    private boolean appPasswords = true;
    private boolean sessions = true;
    private String passwordMode = "generate";
    private @Nullable ContainmentBody outcome;

    @PostConstruct
    void read() {
        address = FlashMessages.parameter(external, "address");
        // Without a new password, logins must stop.
        status = actor.may(Access.ADMINISTER) ? "send-blocked" : "suspended";
    }

    /** Contains the account. Only the page of this response shows a generated password. */
    public void contain() {
        boolean admin = actor.may(Access.ADMINISTER);
        messages.tried(reason, () -> {
            FieldErrors errors = new FieldErrors();
            boolean given = admin && passwordMode.equals("given");
            ContainmentRequest request = new ContainmentRequest(
                    errors.parsed("status", status, ContainmentRequest::status).orElse(AccountStatus.SUSPENDED),
                    Times.instant("until", until, errors),
                    errors.text("reason", reason.strip()).orElse(""),
                    given ? Optional.of(password) : Optional.empty(),
                    new ContainmentRequest.Keeps(
                            !admin || passwordMode.equals("keep"), !admin || !appPasswords, !sessions));
            outcome = service.contain(address, request, errors);
        });
    }

    /** The outcome in this response; null for none. */
    public @Nullable ContainmentBody getOutcome() {
        return outcome;
    }

    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status == null ? "" : status;
    }

    public String getUntil() {
        return outcome == null ? until : "";
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }

    public String getReason() {
        return outcome == null ? reason : "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }

    /** Never shown again. */
    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password == null ? "" : password;
    }

    public String getPasswordMode() {
        return passwordMode;
    }

    public void setPasswordMode(String mode) {
        passwordMode = mode == null ? "" : mode;
    }

    public boolean isAppPasswords() {
        return appPasswords;
    }

    public void setAppPasswords(boolean revoke) {
        appPasswords = revoke;
    }

    public boolean isSessions() {
        return sessions;
    }

    public void setSessions(boolean end) {
        sessions = end;
    }
}
