// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The key of an entry in the path of a request: decoded by JAX-RS, in any case, and for {@code PUT} perhaps no key at all.
 *
 * <p>Holds no state.
 */
final class PathKey {
    private PathKey() {}

    /** The canonical form of a domain's or mail host's name. */
    static String name(String key) {
        // PostgreSQL refuses a NUL with an error, and no name has any other control character.
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.wrongField("name", "must not have control characters");
        }
        return Address.lowerCase(key);
    }

    static Address address(String key) {
        return Address.parse(key)
                .orElseThrow(
                        () -> ProblemException.wrongField("address", "must be a mail address such as a@example.org"));
    }

    /** An address, or {@code @example.org}. */
    static Address aliasAddress(String key) {
        return Address.parseAny(key)
                .orElseThrow(() -> ProblemException.wrongField(
                        "address", "must be a mail address such as a@example.org, or a whole domain as @example.org"));
    }

    /** A login as Postfix reports it, which need not be an address. */
    static String login(String key) {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.wrongField("address", "must not have control characters");
        }
        return Address.lowerCase(key);
    }

    /** The key as part of a path again. */
    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
