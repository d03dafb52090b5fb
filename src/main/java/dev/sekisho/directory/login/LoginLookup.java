// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import java.util.Optional;

/**
 * What the database says about a login: its account, if there is one, and the language of its domain.
 *
 * <p>{@link #language} is empty where nobody was asked, since the login is no address.
 */
@ThreadSafe
public record LoginLookup(Optional<LoginAccount> account, Optional<Language> language) {
    /** Of a login that is no address. */
    static final LoginLookup NOTHING = new LoginLookup(Optional.empty(), Optional.empty());
}
