// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.DecisionTail;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.decision.JournalQuery;
import dev.sekisho.decision.JournalStore;
import dev.sekisho.decision.Reference;
import dev.sekisho.service.Busy;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Predicate;

/** Decisions and their reasons. A search finds a decision a second after it was made. */
@ThreadSafe
@ApplicationScoped
public class DecisionService {
    @Inject
    private StaffScope scope;

    @Inject
    private Actor actor;

    @Inject
    private JournalStore journal;

    @Inject
    private DecisionTail tail;

    /** Decisions, newest first. */
    @Allowed(Access.SEE)
    @Transacted
    public Page<DecisionBody> search(DecisionFilter filter, Page.Range range) {
        return Page.of(
                journal.page(filter.query(scope.domains(), scope.begins()), range.limit() + 1),
                range,
                each -> DecisionBody.of(each.entry()),
                each -> each.position().toString());
    }

    /** The decision with a reference, as a mail client shows it or an operator types it. */
    @Allowed(Access.SEE)
    @Transacted
    public DecisionBody get(String reference) {
        return Reference.read(reference)
                .flatMap(journal::find)
                .filter(entry -> scope.covers(entry.account(), entry.at()))
                .map(DecisionBody::of)
                .orElseThrow(() -> new EntryMissing("decision", reference));
    }

    /**
     * Watches decisions of this node as they are made.
     *
     * @param passes whether plain accepts are included
     */
    @Allowed(Access.SEE)
    public DecisionTail.Watcher watch(DecisionFilter filter, boolean passes) {
        JournalQuery query = filter.query(scope.domains(), scope.begins());
        Predicate<JournalEntry> filtered =
                entry -> (passes || !entry.reference().isEmpty()) && query.matches(entry);
        return tail.watch(actor.name(), filtered)
                .orElseThrow(() -> new Busy("There are " + DecisionTail.MAX_WATCHERS + " clients already, or "
                        + DecisionTail.MAX_PER_USER + " of this user; close one or try again later."));
    }
}
