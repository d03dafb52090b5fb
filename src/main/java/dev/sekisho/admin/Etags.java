// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Entries as JSON, and the entity tags made of it: equal contents have equal tags. Safe for use by many threads. */
final class Etags {
    /** 64 bits of a hash: nobody who edits an entry meets a second one. */
    private static final int HASH_BYTES = 8;

    private static final Jsonb JSON = JsonbBuilder.create();

    private Etags() {}

    static String json(Object body) {
        return JSON.toJson(body);
    }

    /** The tag's value, without the quotes. */
    static String of(Object body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json(body).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
