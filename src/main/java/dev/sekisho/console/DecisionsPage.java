// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.decision.DecisionBody;
import dev.sekisho.service.decision.DecisionFilter;
import dev.sekisho.service.decision.DecisionService;
import dev.sekisho.service.list.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of decisions: newest first, 50 at a time, live on request; explains one by its reference. */
@Named("decisions")
@RequestScoped
public class DecisionsPage {
    @Inject
    private ExternalContext external;

    @Inject
    private DecisionService decisions;

    @Inject
    private FlashMessages messages;

    private String account = "";
    private String client = "";
    private String service = "";
    private String result = "";
    private String reference = "";
    private boolean live;
    private Page<DecisionBody> page = new Page<>(List.of(), null);
    private @Nullable DecisionBody explained;

    /** Creates this bean, which reads, before the template renders messages. */
    public void beforeMessages() {
        // Nothing else.
    }

    @PostConstruct
    void read() {
        account = FlashMessages.parameter(external, "account");
        client = FlashMessages.parameter(external, "client");
        service = FlashMessages.parameter(external, "service");
        result = FlashMessages.parameter(external, "result");
        reference = FlashMessages.parameter(external, "reference");
        live = FlashMessages.parameter(external, "live").equals("true");
        messages.tried(this::lookUp);
        if (!reference.isEmpty()) {
            messages.tried(() -> explained = decisions.get(reference));
        }
    }

    private void lookUp() {
        DecisionFilter filter = new DecisionFilter(
                FlashMessages.given(account),
                FlashMessages.given(client),
                FlashMessages.given(service),
                FlashMessages.given(result),
                null,
                null,
                FlashMessages.parameter(external, "after"));
        page = decisions.search(filter, FlashMessages.page(""));
    }

    public List<DecisionBody> getRows() {
        return page.entries();
    }

    public @Nullable String getNext() {
        return page.next();
    }

    /** The decision with the requested reference; null for none. */
    public @Nullable DecisionBody getExplained() {
        return explained;
    }

    public String getAccount() {
        return account;
    }

    public String getClient() {
        return client;
    }

    public String getService() {
        return service;
    }

    public String getResult() {
        return result;
    }

    public String getReference() {
        return reference;
    }

    /** Whether the page refreshes itself. */
    public boolean isLive() {
        return live;
    }
}
