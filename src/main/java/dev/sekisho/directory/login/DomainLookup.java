// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.snapshot.MailDomain;
import java.util.Optional;

/**
 * What the database says about a domain that mail is for: its row, if it has one, and the language of its clients'
 * texts.
 */
@Immutable
public record DomainLookup(Optional<MailDomain> domain, Optional<Language> language) {
    /** Of what is no domain. */
    static final DomainLookup NOTHING = new DomainLookup(Optional.empty(), Optional.empty());

    /** One row, always, for the domain {@code ?1}. */
    public static final String SQL = """
            SELECT COALESCE(d.language, i.language), d.name, d.mx_hosts
              FROM installation i
              LEFT JOIN domain d ON d.name = ?1""";
}
