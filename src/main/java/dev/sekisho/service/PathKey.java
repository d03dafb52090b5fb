// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.writebehind.StoredKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Checks the key of an entry in the path of a request, and returns its canonical form. JAX-RS has decoded it. */
@ThreadSafe
public final class PathKey {
    private PathKey() {}

    /** The canonical form of a domain's or mail host's name. */
    public static String name(String key) {
        return fitting("name", key, StoredKey.NAME_CHARACTERS);
    }

    public static Address address(String key) {
        return Address.parse(key)
                .orElseThrow(() -> new InvalidFields("address", "must be a mail address such as a@example.org"));
    }

    /** An address, or {@code @example.org}. */
    public static Address aliasAddress(String key) {
        return Address.parseAny(key)
                .orElseThrow(() -> new InvalidFields(
                        "address", "must be a mail address such as a@example.org, or a whole domain as @example.org"));
    }

    /** A login as Postfix reports it; it may be any name. */
    public static String login(String key) {
        return fitting("address", key, StoredKey.LOGIN_CHARACTERS);
    }

    /** PostgreSQL reports a failure for a text with a NUL and for one that exceeds the column. */
    private static String fitting(String field, String key, int most) {
        if (!StoredKey.fits(key, most)) {
            throw new InvalidFields(field, "must have at most " + most + " characters, and no control characters");
        }
        return Address.lowerCase(key);
    }

    /** The key percent-encoded for a path. */
    public static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
