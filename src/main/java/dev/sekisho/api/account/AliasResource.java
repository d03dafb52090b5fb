// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.Etags;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PagedQuery;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Alias;
import dev.sekisho.directory.DirectoryRepository;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The aliases: {@code /api/v1/aliases}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/aliases")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains("alias")
@ApplicationScoped
@Transacted
@Tag(name = "aliases")
public class AliasResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private PagedQuery sorted;

    @GET
    @Operation(summary = "Lists aliases by address, or in the order of sort, such as -name")
    public Page<AliasBody> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(sorted.page(Alias.class, sort, range), range, AliasBody::of, Alias::address);
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Shows an alias")
    public AliasBody get(@PathParam("address") String key) {
        return AliasBody.of(found(PathKey.aliasAddress(key)));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes or replaces an alias of an address, or of a whole domain as @example.org")
    public Response put(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AliasBody.class))) JsonFields body) {
        Address address = PathKey.aliasAddress(key);
        body.key("address", address.toString(), Address::lowerCase);
        List<Address> targets = targets(body);
        Optional<String> version = body.text(Etags.VERSION);
        body.check();
        Optional<Alias> old = directory.find(Alias.class, address.toString());
        @Nullable AliasBody before = old.map(AliasBody::of).orElse(null);
        changes.expect(before, version);
        Alias alias = old.orElseGet(() -> new Alias(address));
        alias.setTargets(targets);
        if (old.isEmpty()) {
            directory.add(alias);
        }
        directory.flush();
        AliasBody after = AliasBody.of(alias);
        changes.record("alias", alias.address(), before, after);
        return Answers.put(old.isEmpty(), "aliases", alias.address(), after);
    }

    private static List<Address> targets(JsonFields body) {
        List<Address> targets = new ArrayList<>();
        List<String> texts = body.texts("targets");
        for (int i = 0; i < texts.size(); i++) {
            Optional<Address> target = Address.parseAny(texts.get(i));
            target.ifPresent(targets::add);
            if (target.isEmpty()) {
                body.error("targets[" + i + "]", "must be a mail address, or a whole domain as @example.org");
            }
        }
        if (texts.isEmpty()) {
            body.error("targets", "must have at least one address");
        }
        return targets;
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{address}")
    @Operation(summary = "Deletes an alias")
    public Response delete(@PathParam("address") String key) {
        Alias alias = found(PathKey.aliasAddress(key));
        AliasBody before = AliasBody.of(alias);
        changes.expect(before);
        directory.remove(alias);
        directory.flush();
        changes.record("alias", alias.address(), before, null);
        return Response.noContent().build();
    }

    private Alias found(Address address) {
        return directory
                .find(Alias.class, address.toString())
                .orElseThrow(() -> ProblemException.notFound("alias", address.toString()));
    }
}
