// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import java.util.Optional;

/**
 * The result of a query for a login: its account, if there is one, and the language of its domain.
 *
 * <p>{@link #language} is empty if the login is not an address, so that there was no query.
 */
@ThreadSafe
public record LoginLookup(Optional<LoginAccount> account, Optional<Language> language) {
    /** The result for a login that is not an address. */
    static final LoginLookup NOTHING = new LoginLookup(Optional.empty(), Optional.empty());
}
