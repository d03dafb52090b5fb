// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;
import java.io.StringReader;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API for callers in this process: what the console shows and does goes through the very resources that {@code /api/v1}
 * has, with the same checks, transactions and entries in the audit trail.
 *
 * <p>The container judges roles only for requests of JAX-RS, so each method here asks for its roles itself. To be called in
 * an HTTP request; its user is the one who acts. Each method throws {@link ProblemException} where the API would answer
 * with a problem, and {@link jakarta.persistence.PersistenceException} if the database cannot be asked.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class Operator {
    private static final String PAGE = "50";

    private static final String AUDIT_PAGE = "50";

    /** More mail hosts than this are no list for eyes. */
    private static final String HOSTS = "1000";

    @Inject
    private HttpServletRequest request;

    @Inject
    private AccountResource accounts;

    @Inject
    private AccountStateResource states;

    @Inject
    private PermissionsResource permissions;

    @Inject
    private LimitsResource limits;

    @Inject
    private CountersResource counters;

    @Inject
    private AppPasswordResource appPasswords;

    @Inject
    private MailHostResource mailHosts;

    @Inject
    private MailHostAddressResource hostAddresses;

    @Inject
    private DomainResource domains;

    @Inject
    private AuditResource audit;

    /** Whether the user may sign in: sees something, at least of some domains. */
    public boolean mayEnter() {
        return maySee() || has(Roles.DOMAIN_SUPPORT);
    }

    /** Whether the user may change states and counters, at least in some domains. */
    public boolean mayHelp() {
        return maySupport() || has(Roles.DOMAIN_SUPPORT);
    }

    /** Whether the user may see all there is. */
    public boolean maySee() {
        return has(Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN);
    }

    /** Whether the user may change states and counters everywhere. */
    public boolean maySupport() {
        return has(Roles.SUPPORT, Roles.ADMIN);
    }

    /** Whether the user may change everything. */
    public boolean mayAdminister() {
        return has(Roles.ADMIN);
    }

    /** Refuses who may not see: for what is shown without asking anything else here. */
    public void mustSee() {
        demand(maySee());
    }

    /** The next 50 accounts that have {@code search} in their address; empty for all. */
    public Page<AccountBody> accounts(String search, String after) {
        demand(mayEnter());
        return accounts.list(after, PAGE, search);
    }

    public AccountBody account(String address) {
        demand(mayEnter());
        return accounts.get(address);
    }

    public List<PermissionBody> permissions(String address) {
        demand(mayEnter());
        return permissions.list(address);
    }

    public LimitsBody limits(String address) {
        demand(mayEnter());
        return limits.ofAccount(address);
    }

    public CountersBody counters(String address) {
        demand(mayEnter());
        return counters.get(address);
    }

    /** The states that an account had, the latest first. */
    public List<AccountStateBody> states(String address) {
        demand(mayEnter());
        return states.list(address);
    }

    public List<AppPasswordBody> appPasswords(String address) {
        demand(mayEnter());
        return appPasswords.list(address);
    }

    public Page<DomainBody> domains(String after) {
        demand(mayEnter());
        return domains.list(after, PAGE);
    }

    public List<MailHostBody> mailHosts() {
        demand(maySee());
        return mailHosts.list("", HOSTS).entries();
    }

    /** The addresses of a mail host, and whether they greet. */
    public List<MailHostAddressBody> hostAddresses(String name) {
        demand(maySee());
        return hostAddresses.list(name);
    }

    /** The next changes, the latest first; empty texts permit all. */
    public Page<AuditBody> audit(String kind, String entry, String by, String after) {
        demand(mayEnter());
        return audit.list(given(kind), given(entry), given(by), null, null, after, AUDIT_PAGE);
    }

    /**
     * Sets the state of an account.
     *
     * @param until ISO 8601; empty: without an end
     * @param reason for the state's history and the audit trail
     */
    public void setState(String address, String status, String until, String reason) {
        demand(mayHelp());
        because(reason);
        JsonObjectBuilder body = Json.createObjectBuilder().add("status", status);
        Optional.ofNullable(given(until)).ifPresent(text -> body.add("statusUntil", text));
        Optional.ofNullable(given(reason)).ifPresent(text -> body.add("statusReason", text));
        states.put(address, user(), new JsonFields(body.build()));
    }

    public void resetCounters(String address, String reason) {
        demand(mayHelp());
        because(reason);
        counters.reset(address).close();
    }

    /** Makes an app password; the answer has it in the clear, and nobody can read it again. */
    public AppPasswordBody makeAppPassword(String address, String name, String reason) {
        demand(mayAdminister());
        because(reason);
        JsonObject body = Json.createObjectBuilder().add("name", name).build();
        return (AppPasswordBody)
                appPasswords.make(address, new JsonFields(body)).getEntity();
    }

    public void revokeAppPassword(String address, String id, String reason) {
        demand(mayAdminister());
        because(reason);
        appPasswords.revoke(address, id).close();
    }

    /** Sets what the operators say of a mail host: {@code up}, {@code draining} and so on. */
    public void setHostState(String name, String state, String reason) {
        demand(mayAdminister());
        because(reason);
        try (JsonReader reader = Json.createReader(new StringReader(Etags.json(mailHosts.get(name))))) {
            JsonObject body = Json.createObjectBuilder(reader.readObject())
                    .add("state", state)
                    .build();
            mailHosts.put(name, new JsonFields(body)).close();
        }
    }

    private boolean has(String... roles) {
        return Arrays.stream(roles).anyMatch(request::isUserInRole);
    }

    private static void demand(boolean permitted) {
        if (!permitted) {
            throw ProblemException.forbidden("None of your roles permits this.");
        }
    }

    private void because(String reason) {
        if (!reason.isBlank()) {
            request.setAttribute(Changes.REASON, reason.strip());
        }
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private SecurityContext user() {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return request.getUserPrincipal();
            }

            @Override
            public boolean isUserInRole(String role) {
                return request.isUserInRole(role);
            }

            @Override
            public boolean isSecure() {
                return request.isSecure();
            }

            @Override
            public String getAuthenticationScheme() {
                return FORM_AUTH;
            }
        };
    }
}
