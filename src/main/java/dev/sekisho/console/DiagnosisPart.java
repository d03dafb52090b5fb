// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.bruteforce.BlockBody;
import dev.sekisho.service.bruteforce.BlockService;
import dev.sekisho.service.diagnosis.CauseBody;
import dev.sekisho.service.diagnosis.LoginDiagnosisBody;
import dev.sekisho.service.diagnosis.LoginDiagnosisRequest;
import dev.sekisho.service.diagnosis.LoginDiagnosisService;
import dev.sekisho.service.exemption.BruteForceExemptionService;
import dev.sekisho.service.exemption.ExemptionRequest;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The top of the page of an account: why it cannot log in, and the actions on blocks. */
@Named("diagnosis")
@RequestScoped
public class DiagnosisPart {
    @Inject
    private ExternalContext external;

    @Inject
    private FacesContext faces;

    @Inject
    private LoginDiagnosisService service;

    @Inject
    private BlockService blocks;

    @Inject
    private BruteForceExemptionService exemptions;

    @Inject
    private FlashMessages messages;

    private String address = "";
    private String client = "";
    private String lift = "";
    private String exempt = "";
    private String name = "";
    private String subject = "";
    private String until = "";
    private String reason = "";
    private @Nullable LoginDiagnosisBody body;
    private @Nullable BlockBody chosen;

    @PostConstruct
    void read() {
        address = FlashMessages.parameter(external, "address");
        client = FlashMessages.parameter(external, "client");
        lift = FlashMessages.parameter(external, "lift");
        exempt = FlashMessages.parameter(external, "exempt");
        subject = exempt;
        name = exempt;
        if (!lift.isEmpty()) {
            // The block may have ended since the user loaded the page.
            messages.tried(() -> chosen = blocks.get(lift));
        }
    }

    /** Reads the diagnosis before the template renders messages. */
    public void beforeMessages() {
        if (faces.getResponseComplete()) {
            return;
        }
        LoginDiagnosisRequest request =
                new LoginDiagnosisRequest(client, faces.getViewRoot().getLocale());
        messages.tried(() -> body = service.get(address, request));
    }

    /** The diagnosis; null if it was refused, with a message. */
    public @Nullable LoginDiagnosisBody getBody() {
        return body;
    }

    /** The causes that the summary does not name. */
    public List<CauseBody> getOthers() {
        if (body == null) {
            return List.of();
        }
        boolean named = !body.causes().isEmpty() && body.causes().get(0).text().equals(body.summary());
        return named ? body.causes().subList(1, body.causes().size()) : body.causes();
    }

    /** The cause that the summary names; null for none. */
    public @Nullable CauseBody getFirst() {
        return body == null || body.causes().size() == getOthers().size()
                ? null
                : body.causes().get(0);
    }

    /** Whether the user may lift the block of a cause. */
    public boolean isLiftable(CauseBody cause) {
        return cause.block() != null && blocks.mayLift(cause.block());
    }

    /** What an exemption from the block of a cause is for: its address, network or account. */
    public String exemptable(CauseBody cause) {
        String blocked = cause.subject();
        return blocked == null ? "" : blocked.substring(blocked.lastIndexOf(' ') + 1);
    }

    /** The block to lift; null for none. */
    public @Nullable BlockBody getChosen() {
        return chosen;
    }

    public void liftIt() {
        messages.changed(reason, () -> blocks.lift(lift), "account", "address", address, "lifted");
    }

    public void exemptIt() {
        messages.changed(reason, this::putExemption, "account", "address", address, "exempted");
    }

    /** The reason of the change is also the reason of the exemption. */
    private void putExemption() {
        FieldErrors errors = new FieldErrors();
        ExemptionRequest request = new ExemptionRequest(
                errors.parsed("subject", subject.strip(), BruteForceExemptionService::subject)
                        .orElse(""),
                reason.strip(),
                Times.instant("until", until, errors));
        exemptions.put(name.strip(), request, errors);
    }

    public String getAddress() {
        return address;
    }

    public String getClient() {
        return client;
    }

    public String getLift() {
        return lift;
    }

    /** The subject of a new exemption; empty for none. */
    public String getExempt() {
        return exempt;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getSubject() {
        return subject;
    }

    public void setSubject(String subject) {
        this.subject = subject == null ? "" : subject;
    }

    public String getUntil() {
        return until;
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
