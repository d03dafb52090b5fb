// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entries as JSON, and the versions made from it: equal contents have equal versions. */
@ThreadSafe
public final class Etags {
    /** 64 bits of a hash: a collision between versions of one entry is practically impossible. */
    private static final int HASH_BYTES = 8;

    private static final Jsonb JSON = JsonbBuilder.create();

    /** The member of a body, or the column of an import, with the version. */
    public static final String VERSION = "version";

    private Etags() {}

    /**
     * A body that contains its version, so that lists show the versions of their entries.
     *
     * @param <B> the type of the body
     */
    public interface Versioned<B> {
        /** The version; null if the body does not contain it. */
        @Nullable
        String version();

        /** The same body without the version, for the audit trail and for comparisons. */
        B withoutVersion();
    }

    /** The entry as {@code GET} shows it, with its version. */
    public static String shown(Object body) {
        return JSON.toJson(body);
    }

    /** The entry as the audit trail stores it, without its version. */
    public static String json(Object body) {
        return JSON.toJson(body instanceof Versioned<?> versioned ? versioned.withoutVersion() : body);
    }

    /** The version: the value of the entity tag, without quotes. */
    public static String of(Object body) {
        String shown = body instanceof Versioned<?> versioned ? versioned.version() : null;
        return shown == null ? hash(json(body)) : shown;
    }

    /** The version of a body whose entity counts its changes: the body does not show a change of a secret. */
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
