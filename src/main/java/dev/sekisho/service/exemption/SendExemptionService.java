// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.exemption;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Accounts, domains and networks that no send limit applies to. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class SendExemptionService {
    private static final EntryKind<SendExemption, ExemptionBody> EXEMPTION =
            ExemptionEntries.kind(SendExemption.class, "send-exemption");

    @Inject
    private ExemptionEntries entries;

    /** Exemptions by name, those that have ended too. */
    @Allowed(Access.SEE_ALL)
    public Page<ExemptionBody> list(Page.Range range) {
        return entries.list(EXEMPTION, range);
    }

    @Allowed(Access.SEE_ALL)
    public ExemptionBody get(String name) {
        return entries.get(EXEMPTION, name);
    }

    /** Creates or replaces an exemption: mail of its subject passes and is not counted. */
    @Allowed(Access.ADMINISTER)
    public Saved<ExemptionBody> put(String key, ExemptionRequest request, FieldErrors errors) {
        return entries.put(EXEMPTION, key, SendExemption::new, request, errors);
    }

    /** Ends an exemption. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        entries.delete(EXEMPTION, name);
    }
}
