// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.writebehind.StoredKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The key of an entry in the path of a request: decoded by JAX-RS, in any case, and for {@code PUT} perhaps no key at
 * all.
 */
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

    /** A login as Postfix reports it, which need not be an address. */
    public static String login(String key) {
        return fitting("address", key, StoredKey.LOGIN_CHARACTERS);
    }

    /** What no column holds is no key: PostgreSQL refuses a NUL with an error, and a longer text with another. */
    private static String fitting(String field, String key, int most) {
        if (!StoredKey.fits(key, most)) {
            throw new InvalidFields(field, "must have at most " + most + " characters, and no control characters");
        }
        return Address.lowerCase(key);
    }

    /** The key as part of a path again. */
    public static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
