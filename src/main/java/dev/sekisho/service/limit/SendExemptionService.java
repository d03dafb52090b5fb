// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** What no send limit applies to. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class SendExemptionService {
    /** Sizes of the columns, in characters. */
    private static final int NAME = 100;

    private static final int REASON = 500;

    private static final EntryKind<SendExemption, SendExemptionBody> EXEMPTION =
            new EntryKind<>(SendExemption.class, "send-exemption", SendExemption::name, SendExemptionBody::of);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    @Allowed(Access.SEE_ALL)
    public Page<SendExemptionBody> list(Page.Range range) {
        return Page.of(
                directory.page(SendExemption.class, range.after(), range.limit() + 1),
                range,
                SendExemptionBody::of,
                SendExemption::name);
    }

    @Allowed(Access.SEE_ALL)
    public SendExemptionBody get(String name) {
        return SendExemptionBody.of(found(name));
    }

    /** Makes or replaces an exemption: mail of its subject passes and is not counted. */
    @Allowed(Access.ADMINISTER)
    public Saved<SendExemptionBody> put(String key, SendExemptionRequest request, FieldErrors errors) {
        String name = PathKey.name(key);
        if (name.length() > NAME) {
            errors.add("name", "must not have more than " + NAME + " characters");
        }
        if (request.reason().isBlank() || request.reason().length() > REASON) {
            errors.add("reason", "must have 1 to " + REASON + " characters");
        }
        errors.check();
        return writer.put(
                EXEMPTION,
                name,
                Optional.empty(),
                () -> new SendExemption(name),
                exemption -> exemption.set(
                        request.subject(), request.reason(), request.expiresAt(), actor.name(), clock.instant()));
    }

    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        writer.delete(EXEMPTION, found(name));
    }

    private SendExemption found(String key) {
        String name = PathKey.name(key);
        return directory.find(SendExemption.class, name).orElseThrow(() -> new EntryMissing("exemption", name));
    }
}
