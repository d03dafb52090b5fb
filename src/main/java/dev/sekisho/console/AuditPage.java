// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.service.audit.AuditBody;
import dev.sekisho.service.audit.AuditFilter;
import dev.sekisho.service.audit.AuditService;
import dev.sekisho.service.list.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The page of the audit trail: latest first, 50 at a time. */
@Named("audit")
@RequestScoped
public class AuditPage {
    @Inject
    private ExternalContext external;

    @Inject
    private AuditService trail;

    @Inject
    private FlashMessages messages;

    private String kind = "";
    private String entry = "";
    private String by = "";
    private @Nullable Page<AuditBody> page;

    /** One changed member; {@code -} where it is absent. */
    @Immutable
    public record Difference(String member, String before, String after) {}

    /** Creates this bean, which reads, before rendering. */
    public void beforeMessages() {
        // Nothing else.
    }

    @PostConstruct
    void read() {
        kind = FlashMessages.parameter(external, "kind");
        entry = FlashMessages.parameter(external, "entry");
        by = FlashMessages.parameter(external, "by");
        messages.expect(this::lookUp);
    }

    private void lookUp() {
        AuditFilter filter = new AuditFilter(
                FlashMessages.given(kind), FlashMessages.given(entry), FlashMessages.given(by), null, null);
        page = trail.list(filter, FlashMessages.page(FlashMessages.parameter(external, "after")));
    }

    public List<AuditBody> getRows() {
        return page == null ? List.of() : page.entries();
    }

    /** The position of the next page; null on the last page. */
    public @Nullable String getNext() {
        return page == null ? null : page.next();
    }

    /** The differences of a change, member by member. */
    public List<Difference> differences(AuditBody change) {
        JsonObject before = object(change.before());
        JsonObject after = object(change.after());
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Difference> found = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                found.add(new Difference(name, text(before.get(name)), text(after.get(name))));
            }
        }
        return found;
    }

    private static JsonObject object(@Nullable JsonValue value) {
        return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static String text(@Nullable JsonValue value) {
        if (value == null) {
            return "-";
        }
        return value instanceof jakarta.json.JsonString string ? string.getString() : value.toString();
    }

    public String getKind() {
        return kind;
    }

    public String getEntry() {
        return entry;
    }

    public String getBy() {
        return by;
    }
}
