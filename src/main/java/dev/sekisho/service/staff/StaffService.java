// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.staff;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.Staff;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The domains of staff with the role {@code sekisho-domain-support}. The server's registry has users and roles. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class StaffService {
    private static final EntryKind<Staff, StaffBody> STAFF =
            new EntryKind<>(Staff.class, "staff", Staff::name, StaffBody::of);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Allowed(Access.SEE_ALL)
    public Page<StaffBody> list(Page.Range range) {
        return Page.of(
                directory.page(Staff.class, range.after(), range.limit() + 1), range, StaffBody::of, Staff::name);
    }

    @Allowed(Access.SEE_ALL)
    public StaffBody get(String name) {
        return StaffBody.of(found(name));
    }

    /** Sets the domains of a user, from the user's next request on. */
    @Allowed(Access.ADMINISTER)
    public Saved<StaffBody> put(String key, List<String> names, FieldErrors errors) {
        String name = name(key);
        List<String> domains = names.stream().map(Address::lowerCase).toList();
        // Before the queries: each domain needs one.
        if (domains.size() > Staff.MAX_DOMAINS) {
            errors.add("domains", "must have at most " + Staff.MAX_DOMAINS + " domains");
        }
        errors.check();
        for (int i = 0; i < domains.size(); i++) {
            if (directory.find(Domain.class, domains.get(i)).isEmpty()) {
                errors.add("domains[" + i + "]", "must be a domain of the directory");
            }
        }
        errors.check();
        return writer.put(STAFF, name, Optional.empty(), () -> new Staff(name), staff -> staff.setDomains(domains));
    }

    /** Deletes an entry: the user has no domains any more. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        writer.delete(STAFF, found(name));
    }

    private Staff found(String key) {
        return directory.find(Staff.class, name(key)).orElseThrow(() -> new EntryMissing("staff entry", key));
    }

    /** The case of letters is significant: the registry may have both users. */
    private static String name(String key) {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidFields("name", "must not have control characters");
        }
        return key;
    }
}
