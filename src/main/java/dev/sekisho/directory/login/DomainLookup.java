// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.snapshot.MailDomain;
import java.util.Optional;

/** The result of a query for a domain of mail: its row, if there is one, and the language of messages to its users. */
@Immutable
public record DomainLookup(Optional<MailDomain> domain, Optional<Language> language) {
    /** The result for a text that is not a domain. */
    static final DomainLookup NOTHING = new DomainLookup(Optional.empty(), Optional.empty());

    /** Always returns one row, for the domain {@code ?1}. */
    public static final String SQL = """
            SELECT COALESCE(d.language, i.language), d.name, d.mx_hosts
              FROM installation i
              LEFT JOIN domain d ON d.name = ?1""";
}
