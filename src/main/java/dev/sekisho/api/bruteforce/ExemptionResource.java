// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.bruteforce;

import dev.sekisho.api.http.AfterCommit;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.bruteforce.Exemption;
import dev.sekisho.bruteforce.ExemptionRepository;
import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.directory.Address;
import dev.sekisho.net.IpNetwork;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and networks that no rule against attackers applies to: {@code /api/v1/exemptions}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/exemptions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "attackers")
public class ExemptionResource {
    /** The columns' lengths. */
    private static final int NAME_CHARACTERS = 100;

    private static final int REASON_CHARACTERS = 500;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private ChangeLog changes;

    @Inject
    private ExemptionRepository exemptions;

    @Inject
    private Exemptions held;

    @Inject
    private Clock clock;

    @GET
    @Operation(summary = "Lists exemptions by name, those that are over too")
    public Page<ExemptionBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(exemptions.page(range.after(), range.limit() + 1), range, ExemptionBody::of, Exemption::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows an exemption")
    public ExemptionBody get(@PathParam("name") String name) {
        return ExemptionBody.of(found(name));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes or replaces an exemption; it holds on every node within some two seconds",
            description =
                    "Takes subject (an account, a literal address, or a network such as 192.0.2.0/24), reason, and"
                            + " perhaps until in ISO 8601.")
    public Response put(
            @PathParam("name") String key,
            @Context SecurityContext user,
            @RequestBody(content = @Content(schema = @Schema(implementation = ExemptionBody.class))) JsonFields body) {
        String name = PathKey.name(key);
        if (name.length() > NAME_CHARACTERS) {
            throw ProblemException.wrongField("name", "must have at most " + NAME_CHARACTERS + " characters");
        }
        body.key("name", name, PathKey::name);
        body.requiredText("subject");
        Optional<String> subject = body.parsed("subject", ExemptionResource::subject);
        String reason = body.requiredText("reason");
        if (reason.length() > REASON_CHARACTERS) {
            body.error("reason", "must have at most " + REASON_CHARACTERS + " characters");
        }
        Optional<Instant> until = body.instant("until");
        body.ignore("by", "since");
        body.check();
        Optional<Exemption> old = exemptions.find(name);
        @Nullable ExemptionBody before = old.map(ExemptionBody::of).orElse(null);
        changes.expect(before);
        Exemption exemption = old.orElseGet(() -> new Exemption(name));
        exemption.set(
                subject.orElseThrow(),
                reason,
                until.map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null),
                Optional.ofNullable(user.getUserPrincipal())
                        .map(Principal::getName)
                        .orElse(""),
                OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)));
        if (old.isEmpty()) {
            exemptions.add(exemption);
        }
        exemptions.flush();
        afterCommit.run(held::refresh);
        ExemptionBody after = ExemptionBody.of(exemption);
        changes.record("exemption", name, before, after);
        return Answers.put(old.isEmpty(), "exemptions", name, after);
    }

    /** The canonical form of an account, an address or a network. */
    private static String subject(String text) {
        if (text.contains("@")) {
            return Address.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("must be an account, an address or a network"))
                    .toString();
        }
        return IpNetwork.parse(text).toString();
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Ends an exemption")
    public Response delete(@PathParam("name") String name) {
        Exemption exemption = found(name);
        ExemptionBody before = ExemptionBody.of(exemption);
        changes.expect(before);
        exemptions.remove(exemption);
        exemptions.flush();
        afterCommit.run(held::refresh);
        changes.record("exemption", exemption.name(), before, null);
        return Response.noContent().build();
    }

    private Exemption found(String key) {
        String name = PathKey.name(key);
        return exemptions.find(name).orElseThrow(() -> ProblemException.notFound("exemption", name));
    }
}
