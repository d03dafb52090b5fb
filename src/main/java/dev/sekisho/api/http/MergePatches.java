// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.change.Etags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;

/** JSON Merge Patch (RFC 7396): a {@code PATCH} is the {@code PUT} of the entry with some members replaced. */
@ThreadSafe
@ApplicationScoped
public class MergePatches {
    /** The media type of a merge patch. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    @Inject
    private Actor actor;

    /**
     * The body of the {@code PUT}. That change gets a precondition: the entry is still {@code entry}.
     *
     * @param patch members to replace, with null to remove them
     * @param entry the entry as {@code GET} shows it
     */
    public JsonFields apply(JsonFields patch, Object entry) {
        String version = Etags.of(entry);
        actor.expect(present -> present.filter(version::equals).isPresent());
        return patch.patching((JsonObject) JsonTexts.value(Etags.shown(entry)));
    }
}
