// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Plan;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.StateConflict;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.PagedQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class PlanService {
    private static final EntryKind<Plan, PlanBody> PLAN = new EntryKind<>(Plan.class, "plan", Plan::name, PlanBody::of);

    @Inject
    private PathEntities entities;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private PagedQuery pages;

    @Allowed(Access.SEE_ALL)
    public Page<PlanBody> list(@Nullable String sort, Page.Range range) {
        return Page.of(pages.page(Plan.class, sort, range), range, PlanBody::of, Plan::name);
    }

    @Allowed(Access.SEE_ALL)
    public PlanBody get(String name) {
        return PlanBody.of(entities.named(PLAN, name));
    }

    /** Creates or replaces a plan; with empty limits its accounts inherit those of their domains. */
    @Allowed(Access.ADMINISTER)
    public Saved<PlanBody> put(String key, Optional<SendLimits> limits, FieldErrors errors) {
        errors.check();
        String name = PathKey.name(key);
        return writer.put(PLAN, name, Optional.empty(), () -> new Plan(name), plan -> plan.setSendLimits(limits));
    }

    /** Deletes a plan that no account has. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        Plan plan = entities.named(PLAN, name);
        long accounts = directory.accountsOn(plan);
        if (accounts > 0) {
            throw new StateConflict(
                    "The plan \"" + plan.name() + "\" has " + accounts + " accounts; give them another first.");
        }
        writer.delete(PLAN, plan);
    }
}
