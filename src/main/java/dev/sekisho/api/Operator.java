// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import dev.sekisho.api.account.AccountBody;
import dev.sekisho.api.account.AccountFilter;
import dev.sekisho.api.account.AccountResource;
import dev.sekisho.api.account.AccountStateBody;
import dev.sekisho.api.account.AccountStateResource;
import dev.sekisho.api.account.AppPasswordBody;
import dev.sekisho.api.account.AppPasswordResource;
import dev.sekisho.api.account.LoginsBody;
import dev.sekisho.api.account.LoginsResource;
import dev.sekisho.api.account.PermissionBody;
import dev.sekisho.api.account.PermissionsResource;
import dev.sekisho.api.audit.AuditBody;
import dev.sekisho.api.audit.AuditResource;
import dev.sekisho.api.domain.DomainBody;
import dev.sekisho.api.domain.DomainResource;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.Etags;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.limit.AccountLimitsBody;
import dev.sekisho.api.limit.AccountLimitsResource;
import dev.sekisho.api.limit.CountersResource;
import dev.sekisho.api.limit.PlanBody;
import dev.sekisho.api.limit.PlanResource;
import dev.sekisho.api.limit.TopCounterBody;
import dev.sekisho.api.limit.TopCountersResource;
import dev.sekisho.api.mailhost.MailHostAddressBody;
import dev.sekisho.api.mailhost.MailHostAddressResource;
import dev.sekisho.api.mailhost.MailHostBody;
import dev.sekisho.api.mailhost.MailHostResource;
import dev.sekisho.api.mailhost.MoveResource;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.StaffScope;
import dev.sekisho.api.status.StatusBody;
import dev.sekisho.api.status.StatusResource;
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

    /** More mail hosts or plans than this are no list for eyes. */
    private static final String MANY = "1000";

    @Inject
    private HttpServletRequest request;

    @Inject
    private StaffScope scope;

    @Inject
    private AccountResource accounts;

    @Inject
    private AccountStateResource states;

    @Inject
    private PermissionsResource permissions;

    @Inject
    private AccountLimitsResource accountLimits;

    @Inject
    private TopCountersResource topCounters;

    @Inject
    private MoveResource moves;

    @Inject
    private PlanResource plans;

    @Inject
    private CountersResource counters;

    @Inject
    private AppPasswordResource appPasswords;

    @Inject
    private LoginsResource logins;

    @Inject
    private StatusResource status;

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

    /** Whether the user may change states and counters of this account. */
    public boolean mayHelp(String address) {
        return mayHelp() && scope.mayChange(address);
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

    /** Refuses who may not even sign in: for what asks for the user's domains itself. */
    void mustEnter() {
        demand(mayEnter());
    }

    void mustHelp() {
        demand(mayHelp());
    }

    void mustAdminister() {
        demand(mayAdminister());
    }

    /** How Sekisho is: listeners, mail hosts, cluster, stores. */
    public StatusBody status() {
        demand(maySee());
        return status.get();
    }

    /** The next 50 accounts that have {@code search} in their address, of a state and a mail host; empty for all. */
    public Page<AccountBody> accounts(String search, String status, String mailHost, String after) {
        demand(mayEnter());
        return accounts.list(after, PAGE, new AccountFilter(search, given(status), given(mailHost), null, null), null);
    }

    /** The mailboxes that are being moved, those of which began first at the top: 50 at most. */
    public List<AccountBody> moves() {
        demand(maySee());
        return accounts.list("", PAGE, new AccountFilter("", null, null, null, "true"), "movingSince")
                .entries();
    }

    /** The accounts nearest to a send limit. */
    public List<TopCounterBody> nearest() {
        demand(maySee());
        return topCounters.top(null, PAGE).entries();
    }

    public AccountBody account(String address) {
        demand(mayEnter());
        return accounts.get(address);
    }

    public List<PermissionBody> permissions(String address) {
        demand(mayEnter());
        return permissions.list(address);
    }

    /** The limits that hold for an account, what is used of them, and what is raised. */
    public AccountLimitsBody limits(String address) {
        demand(mayEnter());
        return accountLimits.get(address);
    }

    /** The states that an account had, the latest first. */
    public List<AccountStateBody> states(String address) {
        demand(mayEnter());
        return states.list(address);
    }

    /** From where an account logged in well. */
    public LoginsBody logins(String address) {
        demand(mayEnter());
        return logins.get(address);
    }

    public List<AppPasswordBody> appPasswords(String address) {
        demand(mayEnter());
        return appPasswords.list(address);
    }

    public Page<DomainBody> domains(String after) {
        demand(mayEnter());
        return domains.list(null, after, PAGE);
    }

    public DomainBody domain(String name) {
        demand(mayEnter());
        return domains.get(name);
    }

    public List<PlanBody> plans() {
        demand(maySee());
        return plans.list(null, "", MANY).entries();
    }

    public PlanBody plan(String name) {
        demand(maySee());
        return plans.get(name);
    }

    public List<MailHostBody> mailHosts() {
        demand(maySee());
        return mailHosts.list(null, "", MANY).entries();
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

    /**
     * Raises limits of an account.
     *
     * @param until ISO 8601
     * @param reason for the raise and the audit trail
     */
    public void raise(String address, String limit, String until, String reason) {
        demand(mayHelp());
        because(reason);
        JsonObject body = Json.createObjectBuilder()
                .add("limit", limit.strip())
                .add("until", until)
                .add("reason", reason.strip())
                .build();
        accountLimits.raise(address, user(), new JsonFields(body));
    }

    public void endRaise(String address, String reason) {
        demand(mayHelp());
        because(reason);
        accountLimits.endRaise(address).close();
    }

    /** Begins the move of a mailbox to another mail host. */
    public void beginMove(String address, String host, String reason) {
        demand(mayAdminister());
        because(reason);
        moves.begin(
                address,
                new JsonFields(Json.createObjectBuilder().add("to", host).build()));
    }

    /** Ends the move of a mailbox: it is on the new mail host, or else stays where it was. */
    public void endMove(String address, boolean moved, String reason) {
        demand(mayAdminister());
        because(reason);
        if (moved) {
            moves.end(address);
        } else {
            moves.callOff(address);
        }
    }

    /** Makes a plan, or gives it other limits; empty: each account's domain's. */
    public void setPlan(String name, String sendLimits, String reason) {
        demand(mayAdminister());
        because(reason);
        JsonObjectBuilder body = Json.createObjectBuilder();
        Optional.ofNullable(given(sendLimits)).ifPresent(text -> body.add("sendLimits", text));
        plans.put(name.strip(), new JsonFields(body.build())).close();
    }

    public void deletePlan(String name, String reason) {
        demand(mayAdminister());
        because(reason);
        plans.delete(name).close();
    }

    /** Gives a domain other limits; empty: those of the installation, and no pool. */
    public void setDomainLimits(String name, String sendLimits, String poolLimits, String reason) {
        demand(mayAdminister());
        because(reason);
        JsonObjectBuilder body = builder(domains.get(name)).remove("sendLimits").remove("poolLimits");
        Optional.ofNullable(given(sendLimits)).ifPresent(text -> body.add("sendLimits", text));
        Optional.ofNullable(given(poolLimits)).ifPresent(text -> body.add("poolLimits", text));
        domains.put(name, new JsonFields(body.build())).close();
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
        JsonObject body = builder(mailHosts.get(name)).add("state", state).build();
        mailHosts.put(name, new JsonFields(body)).close();
    }

    /** An entry as the API shows it, which PUT takes. */
    private static JsonObjectBuilder builder(Object shown) {
        try (JsonReader reader = Json.createReader(new StringReader(Etags.json(shown)))) {
            return Json.createObjectBuilder(reader.readObject());
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

    public void because(String reason) {
        if (!reason.isBlank()) {
            request.setAttribute(ChangeLog.REASON, reason.strip());
        }
    }

    public static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    SecurityContext user() {
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
