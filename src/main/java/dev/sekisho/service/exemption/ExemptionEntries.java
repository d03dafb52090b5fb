// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.exemption;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.exemption.Exemption;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps that all kinds of exemptions share.
 *
 * <p>To be called in the request's transaction, by a service that has checked the role.
 */
@ThreadSafe
@ApplicationScoped
public class ExemptionEntries {
    @Inject
    private PathEntities entities;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /**
     * The kind of an entity.
     *
     * @param word how the audit trail names it
     */
    static <E extends Exemption> EntryKind<E, ExemptionBody> kind(Class<E> type, String word) {
        return new EntryKind<>(type, word, Exemption::name, ExemptionBody::of);
    }

    /** Exemptions by name, those that have ended too. */
    <E extends Exemption> Page<ExemptionBody> list(EntryKind<E, ExemptionBody> kind, Page.Range range) {
        return entities.page(kind, range);
    }

    <E extends Exemption> ExemptionBody get(EntryKind<E, ExemptionBody> kind, String key) {
        return ExemptionBody.of(entities.named(kind, key));
    }

    /**
     * Creates or replaces an exemption.
     *
     * @param create makes one by its name
     */
    <E extends Exemption> Saved<ExemptionBody> put(
            EntryKind<E, ExemptionBody> kind,
            String key,
            Function<String, E> create,
            ExemptionRequest request,
            FieldErrors errors) {
        String name = PathKey.name(key);
        request.check(name, errors);
        return writer.put(
                kind,
                name,
                Optional.empty(),
                () -> create.apply(name),
                exemption -> exemption.set(
                        request.subject(), request.reason(), request.expiresAt(), actor.name(), clock.instant()));
    }

    <E extends Exemption> void delete(EntryKind<E, ExemptionBody> kind, String key) {
        writer.delete(kind, entities.named(kind, key));
    }
}
