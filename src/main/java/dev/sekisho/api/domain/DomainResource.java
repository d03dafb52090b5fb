// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.domain;

import dev.sekisho.api.account.Successors;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.Etags;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PagedQuery;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.limit.LimitsResource;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.HostPort;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The domains: {@code /api/v1/domains}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "domains")
public class DomainResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private Successors successors;

    @Inject
    private PagedQuery sorted;

    @Inject
    private EntityCheck rules;

    @GET
    @Operation(summary = "Lists domains by name, or in the order of sort, such as -name")
    public Page<DomainBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(sorted.page(Domain.class, sort, range), range, DomainBody::of, Domain::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows a domain")
    public DomainBody get(@PathParam("name") String key) {
        return DomainBody.of(entries.domain(key));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes or replaces a domain; what is absent is the installation's")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = DomainBody.class))) JsonFields body) {
        String name = PathKey.name(key);
        body.key("name", name, Address::lowerCase);
        Optional<SendLimits> limits = body.limits("sendLimits");
        Optional<Language> language = body.parsed("language", Language::ofWord);
        Optional<String> mxHosts = body.parsed("mxHosts", text -> {
            HostPort.parseList(text, 1);
            return text;
        });
        PermissionOverrides permissions = body.permissions();
        Optional<UnknownRecipientReply> unknown = body.parsed("unknownRecipient", UnknownRecipientReply::ofWord);
        Optional<SendLimits> pool = LimitsResource.withoutBar(body, "poolLimits");
        Optional<String> version = body.text(Etags.VERSION);
        if (!Address.isDomain(name)) {
            body.error("name", "must be a domain name of at most 255 characters");
        }
        body.check();
        Optional<Domain> old = directory.find(Domain.class, name);
        @Nullable DomainBody before = old.map(DomainBody::of).orElse(null);
        changes.expect(before, version);
        Domain domain = old.orElseGet(() -> new Domain(name));
        domain.setSendLimits(limits);
        domain.setLanguage(language);
        domain.setMxHosts(mxHosts);
        domain.setPermissions(permissions);
        rules.check(domain);
        domain.setUnknownRecipient(unknown);
        domain.setPoolLimits(pool);
        if (old.isEmpty()) {
            directory.add(domain);
        }
        directory.flush();
        DomainBody after = DomainBody.of(domain);
        changes.record("domain", name, before, after);
        return Answers.put(old.isEmpty(), "domains", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes a domain that has no accounts and no aliases")
    public Response delete(@PathParam("name") String key) {
        Domain domain = entries.domain(key);
        DomainBody before = DomainBody.of(domain);
        changes.expect(before);
        long accounts = directory.accountsIn(domain);
        if (accounts > 0) {
            throw ProblemException.conflict(
                    "The domain \"" + domain.name() + "\" has " + accounts + " accounts; delete them first.");
        }
        long aliases = directory.aliasesIn(domain);
        if (aliases > 0) {
            throw ProblemException.conflict(
                    "The domain \"" + domain.name() + "\" has " + aliases + " aliases; delete them first.");
        }
        directory.remove(domain);
        directory.flush();
        changes.record("domain", domain.name(), before, null);
        successors.inheritNothingOfDomain(domain.name());
        return Response.noContent().build();
    }
}
