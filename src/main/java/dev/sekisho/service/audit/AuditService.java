// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.audit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.audit.AuditTrail;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.Moments;
import dev.sekisho.service.ParameterText;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the audit trail. Each change writes its own entry. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AuditService {
    @Inject
    private StaffScope scope;

    @Inject
    private AuditTrail trail;

    /** Changes, the latest first. */
    @Allowed(Access.SEE)
    public Page<AuditBody> list(AuditFilter filter, Page.Range range) {
        AuditTrail.Search search = new AuditTrail.Search(
                ParameterText.checked("kind", filter.kind()),
                ParameterText.checked("entry", filter.entry()),
                ParameterText.checked("by", filter.by()),
                time("from", filter.from()),
                time("to", filter.to()));
        return Page.of(
                trail.find(search, scope.domains(), scope.begins(), place(range), range.limit() + 1),
                range,
                AuditBody::of,
                each -> each.at() + " " + each.id());
    }

    private static Optional<AuditTrail.Place> place(Page.Range range) {
        if (range.after().isEmpty()) {
            return Optional.empty();
        }
        String[] parts = range.after().split(" ", 2);
        try {
            return Optional.of(new AuditTrail.Place(Moments.parse(parts[0]), Long.parseLong(parts[parts.length - 1])));
        } catch (IllegalArgumentException e) {
            throw new InvalidFields("after", "must be the value of next in the page before");
        }
    }

    private static Optional<Instant> time(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Moments::parse);
        } catch (IllegalArgumentException e) {
            throw new InvalidFields(name, String.valueOf(e.getMessage()));
        }
    }
}
