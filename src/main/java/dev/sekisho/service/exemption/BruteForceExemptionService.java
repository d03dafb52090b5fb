// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.exemption;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.BruteForceExemption;
import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.directory.Address;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Accounts, addresses and networks that brute-force protection does not apply to. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class BruteForceExemptionService {
    private static final EntryKind<BruteForceExemption, ExemptionBody> EXEMPTION =
            ExemptionEntries.kind(BruteForceExemption.class, "exemption");

    @Inject
    private ExemptionEntries entries;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private Exemptions held;

    /** Exemptions by name, those that have ended too. */
    @Allowed(Access.SEE_ALL)
    public Page<ExemptionBody> list(Page.Range range) {
        return entries.list(EXEMPTION, range);
    }

    @Allowed(Access.SEE_ALL)
    public ExemptionBody get(String name) {
        return entries.get(EXEMPTION, name);
    }

    /** Creates or replaces an exemption; it applies on every node within about two seconds. */
    @Allowed(Access.ADMINISTER)
    public Saved<ExemptionBody> put(String key, ExemptionRequest request, FieldErrors errors) {
        Saved<ExemptionBody> saved = entries.put(EXEMPTION, key, BruteForceExemption::new, request, errors);
        afterCommit.run(held::refresh);
        return saved;
    }

    /** Ends an exemption. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        entries.delete(EXEMPTION, name);
        afterCommit.run(held::refresh);
    }

    /**
     * A subject in its canonical form: an account, an address or a network.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static String subject(String text) {
        if (text.contains("@")) {
            return Address.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("must be an account, an address or a network"))
                    .toString();
        }
        return IpNetwork.parse(text).toString();
    }
}
