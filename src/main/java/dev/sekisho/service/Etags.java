// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entries as JSON, and the entity tags made of it: equal contents have equal tags. */
@ThreadSafe
public final class Etags {
    /** 64 bits of a hash: nobody who edits an entry meets a second one. */
    private static final int HASH_BYTES = 8;

    private static final Jsonb JSON = JsonbBuilder.create();

    /** The member of a body, or the column of an import, that has the tag's value. */
    public static final String VERSION = "version";

    private Etags() {}

    /**
     * A body that shows its tag itself, so that lists have the tags of their entries.
     *
     * @param <B> the body's own type
     */
    public interface Versioned<B> {
        /** The tag; null where the body does not show it. */
        @Nullable
        String version();

        /** The same body without it: what the audit trail keeps, and what is compared. */
        B withoutVersion();
    }

    /** As the audit trail keeps it: the content without the version. */
    public static String json(Object body) {
        return JSON.toJson(body instanceof Versioned<?> versioned ? versioned.withoutVersion() : body);
    }

    /** The tag's value, without the quotes. */
    public static String of(Object body) {
        String shown = body instanceof Versioned<?> versioned ? versioned.version() : null;
        return shown == null ? hash(json(body)) : shown;
    }

    /** The tag of a body whose entity counts its changes: a changed secret is a change that the body does not show. */
    public static String of(Object body, long changes) {
        return hash(json(body) + changes);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
