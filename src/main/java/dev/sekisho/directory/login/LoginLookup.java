// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.snapshot.MailDomain;
import java.util.Optional;

/**
 * The result of a {@link LoginQuery}: the account and the row of the domain, if they exist, and the language of
 * messages to the users of the domain.
 *
 * <p>{@link #language} is empty if there was no query, or if the stored one is unknown. A domain that occurs only in
 * aliases has no row.
 */
@ThreadSafe
public record LoginLookup(Optional<LoginAccount> account, Optional<MailDomain> domain, Optional<Language> language) {
    /** The result without a query. */
    public static final LoginLookup NOTHING = new LoginLookup(Optional.empty(), Optional.empty(), Optional.empty());
}
