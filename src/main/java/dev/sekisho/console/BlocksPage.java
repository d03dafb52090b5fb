// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.bruteforce.BlockBody;
import dev.sekisho.service.bruteforce.BlockFilter;
import dev.sekisho.service.bruteforce.BlockService;
import dev.sekisho.service.exemption.BruteForceExemptionService;
import dev.sekisho.service.exemption.ExemptionBody;
import dev.sekisho.service.exemption.ExemptionRequest;
import dev.sekisho.service.list.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of blocks and exemptions of brute-force protection. */
@Named("blocks")
@RequestScoped
public class BlocksPage {
    @Inject
    private ExternalContext external;

    @Inject
    private BlockService blocks;

    @Inject
    private BruteForceExemptionService exemptionService;

    @Inject
    private FlashMessages messages;

    private String rule = "";
    private String address = "";
    private String account = "";
    private String lift = "";
    private String exempt = "";
    private String end = "";
    private String name = "";
    private String subject = "";
    private String until = "";
    private String reason = "";
    private Page<BlockBody> page = new Page<>(List.of(), null);
    private @Nullable BlockBody chosen;
    private @Nullable Page<ExemptionBody> exemptions;

    /** Creates this bean, which reads, before the template renders messages. */
    public void beforeMessages() {
        // Nothing else.
    }

    @PostConstruct
    void read() {
        rule = FlashMessages.parameter(external, "rule");
        address = FlashMessages.parameter(external, "address");
        account = FlashMessages.parameter(external, "account");
        lift = FlashMessages.parameter(external, "lift");
        exempt = FlashMessages.parameter(external, "exempt");
        end = FlashMessages.parameter(external, "end");
        subject = exempt.equals("new") ? "" : exempt.substring(exempt.lastIndexOf(' ') + 1);
        name = subject;
        messages.tried(this::lookUp);
        if (!lift.isEmpty()) {
            // The block may have ended since the user loaded the list.
            messages.tried(() -> chosen = blocks.get(lift));
        }
    }

    private void lookUp() {
        BlockFilter filter =
                new BlockFilter(FlashMessages.given(rule), FlashMessages.given(address), FlashMessages.given(account));
        page = blocks.list(filter, "-lastSeen", FlashMessages.page(FlashMessages.parameter(external, "after")));
    }

    public List<BlockBody> getRows() {
        return page.entries();
    }

    public @Nullable String getNext() {
        return page.next();
    }

    /** The block to lift; null for none. */
    public @Nullable BlockBody getChosen() {
        return chosen;
    }

    /** Whether the user may lift a block. */
    public boolean isLiftable(BlockBody block) {
        return blocks.mayLift(block.id());
    }

    public void liftIt() {
        messages.changed(reason, () -> blocks.lift(lift), "blocks", "account", account, "lifted");
    }

    public List<ExemptionBody> getExemptions() {
        if (exemptions == null) {
            exemptions = exemptionService.list(FlashMessages.page(FlashMessages.parameter(external, "names")));
        }
        return exemptions.entries();
    }

    public @Nullable String getNextNames() {
        return exemptions == null ? null : exemptions.next();
    }

    /** Whether an exemption has expired; it stays in the list until a user ends it. */
    public boolean isOver(ExemptionBody exemption) {
        String expires = exemption.expiresAt();
        return expires != null && !Instant.parse(expires).isAfter(Instant.now());
    }

    public void exemptIt() {
        messages.changed(reason, this::putExemption, "blocks", "account", "", "exempted");
    }

    /** The reason of the change is also the reason of the exemption. */
    private void putExemption() {
        FieldErrors errors = new FieldErrors();
        ExemptionRequest request = new ExemptionRequest(
                errors.parsed("subject", subject.strip(), BruteForceExemptionService::subject)
                        .orElse(""),
                reason.strip(),
                Times.instant("until", until, errors));
        exemptionService.put(name.strip(), request, errors);
    }

    public void endIt() {
        messages.changed(reason, () -> exemptionService.delete(end), "blocks", "account", "", "unexempted");
    }

    public String getRule() {
        return rule;
    }

    public String getAddress() {
        return address;
    }

    public String getAccount() {
        return account;
    }

    public String getLift() {
        return lift;
    }

    /** The subject of a new exemption, or {@code new}; empty for none. */
    public String getExempt() {
        return exempt;
    }

    /** The exemption to end. */
    public String getEnd() {
        return end;
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
        return "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
