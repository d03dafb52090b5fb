// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.admin.DomainBody;
import dev.sekisho.admin.Operator;
import dev.sekisho.admin.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The domains and what each says for itself, 50 at a time.
 *
 * <p>One for each request; confined to its thread.
 */
@Named("domains")
@RequestScoped
public class DomainsPage {
    @Inject
    private ExternalContext external;

    @Inject
    private Operator operator;

    private @Nullable Page<DomainBody> page;

    @PostConstruct
    void read() {
        page = operator.domains(Told.parameter(external, "after"));
    }

    public List<DomainBody> getRows() {
        return page == null ? List.of() : page.entries();
    }

    /** The key that the next page begins after; empty at the end. */
    public String getNext() {
        String next = page == null ? null : page.next();
        return next == null ? "" : next;
    }
}
