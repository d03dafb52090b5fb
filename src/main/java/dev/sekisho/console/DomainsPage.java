// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.domain.DomainBody;
import dev.sekisho.service.domain.DomainService;
import dev.sekisho.service.limit.CounterService;
import dev.sekisho.service.limit.CountersBody;
import dev.sekisho.service.limit.PlanBody;
import dev.sekisho.service.limit.PlanService;
import dev.sekisho.service.limit.SharedLimitBody;
import dev.sekisho.service.limit.SharedLimitService;
import dev.sekisho.service.list.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of domains with their settings, 50 at a time, and of plans. */
@Named("domains")
@RequestScoped
public class DomainsPage {
    /** Parameter for a new plan. Names of plans are in lower case, so none can be equal to it. */
    private static final String NEW = "NEW";

    @Inject
    private ExternalContext external;

    @Inject
    private DomainService domains;

    @Inject
    private PlanService planService;

    @Inject
    private SharedLimitService shared;

    @Inject
    private CounterService counters;

    @Inject
    private FlashMessages messages;

    private String domain = "";
    private String plan = "";
    private String name = "";
    private String sendLimits = "";
    private String poolLimits = "";
    private String reason = "";
    private @Nullable Page<DomainBody> page;
    private @Nullable List<PlanBody> plans;
    private @Nullable List<SharedLimitBody> full;

    /** Creates this bean, which reads, before rendering. */
    public void beforeMessages() {
        // Nothing else.
    }

    @PostConstruct
    void read() {
        domain = FlashMessages.parameter(external, "domain");
        plan = FlashMessages.parameter(external, "plan");
        messages.expect(this::lookUp);
    }

    private void lookUp() {
        page = isFull()
                ? fullOnes()
                : domains.list(null, FlashMessages.page(FlashMessages.parameter(external, "after")));
        if (!domain.isEmpty()) {
            DomainBody chosen = domains.get(domain);
            sendLimits = orEmpty(chosen.sendLimits());
            poolLimits = orEmpty(chosen.poolLimits());
        } else if (!plan.isEmpty() && !isMaking()) {
            PlanBody chosen = planService.get(plan);
            name = chosen.name();
            sendLimits = orEmpty(chosen.sendLimits());
        }
    }

    /** The domains whose shared limits refuse mail now. */
    private Page<DomainBody> fullOnes() {
        return new Page<>(
                full().stream()
                        .filter(each -> each.scope().equals("domain"))
                        .map(SharedLimitBody::subject)
                        .distinct()
                        .map(domains::get)
                        .toList(),
                null);
    }

    private List<SharedLimitBody> full() {
        if (full == null) {
            full = shared.list(true, FlashMessages.page("")).entries();
        }
        return full;
    }

    /** Whether to list only domains with a full shared limit. */
    public boolean isFull() {
        return FlashMessages.parameter(external, "full").equals("true");
    }

    /** The full limits of scopes: networks, envelope senders, policy contexts. */
    public List<SharedLimitBody> getFullScopes() {
        return full().stream().filter(each -> !each.scope().equals("domain")).toList();
    }

    /** The use of the shared limits of a row. */
    public List<CountersBody.Counter> pool(DomainBody row) {
        return row.poolLimits() == null
                ? List.of()
                : counters.ofPool(row.name()).counters();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    public List<DomainBody> getRows() {
        return page == null ? List.of() : page.entries();
    }

    /** The last key of this page; null on the last page. */
    public @Nullable String getNext() {
        return page == null ? null : page.next();
    }

    public List<PlanBody> getPlans() {
        if (plans == null) {
            plans = planService.list(null, HostsPage.ALL).entries();
        }
        return plans;
    }

    public void saveDomain() {
        messages.changed(
                reason,
                () -> {
                    FieldErrors errors = new FieldErrors();
                    domains.setLimits(
                            domain,
                            errors.limits("sendLimits", sendLimits),
                            errors.limits("poolLimits", poolLimits),
                            errors);
                },
                "domains",
                "changed",
                domain,
                "limits");
    }

    public void savePlan() {
        messages.changed(
                reason,
                () -> {
                    FieldErrors errors = new FieldErrors();
                    String key = isMaking() ? name.strip() : plan;
                    planService.put(key, errors.limits("sendLimits", sendLimits), errors);
                },
                "domains",
                "changed",
                plan,
                "plan");
    }

    public void deletePlan() {
        messages.changed(reason, () -> planService.delete(plan), "domains", "changed", plan, "plan-deleted");
    }

    /** The domain whose limits to set; empty for none. */
    public String getDomain() {
        return domain;
    }

    /** The plan to change; empty for none. */
    public String getPlan() {
        return plan;
    }

    /** Whether to create a plan. */
    public boolean isMaking() {
        return plan.equals(NEW);
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getSendLimits() {
        return sendLimits;
    }

    public void setSendLimits(String sendLimits) {
        this.sendLimits = sendLimits == null ? "" : sendLimits;
    }

    public String getPoolLimits() {
        return poolLimits;
    }

    public void setPoolLimits(String poolLimits) {
        this.poolLimits = poolLimits == null ? "" : poolLimits;
    }

    public String getReason() {
        return "";
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }
}
