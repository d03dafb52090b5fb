// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import dev.sekisho.account.StaffRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of the directory the user of this request sees: the one place that knows.
 *
 * <p>Who has one of the roles for everything sees everything. Anybody else sees the domains that the table {@code staff} has
 * for the user; without any, nothing. To be asked in an HTTP request; the table is asked once in each. Safe
 * for use by many threads.
 */
@ApplicationScoped
class StaffScope {
    private static final String KNOWN = StaffScope.class.getName();

    @Inject
    private HttpServletRequest request;

    @Inject
    private StaffRepository staff;

    /** The domains that the user is limited to; empty for a user who is not limited. */
    Optional<Set<String>> domains() {
        if (Arrays.stream(Roles.everywhere()).anyMatch(request::isUserInRole)) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked")
        Set<String> known = (Set<String>) request.getAttribute(KNOWN);
        if (known == null) {
            Principal user = request.getUserPrincipal();
            known = user == null ? Set.of() : staff.domainsOf(user.getName());
            request.setAttribute(KNOWN, known);
        }
        return Optional.of(known);
    }

    /** Whether the user sees what belongs to {@code login}: an address, or a whole domain as {@code @example.org}. */
    boolean covers(String login) {
        return domains()
                .map(names -> names.contains(Address.lowerCase(login.substring(login.lastIndexOf('@') + 1))))
                .orElse(true);
    }

    /** @throws ProblemException 404, as if it were not there */
    void expectAddress(String what, String login) {
        if (!covers(login)) {
            throw ProblemException.notFound(what, login);
        }
    }

    /** @throws ProblemException 404, as if it were not there */
    void expectDomain(String name) {
        expectAddress("domain", '@' + name);
    }
}
