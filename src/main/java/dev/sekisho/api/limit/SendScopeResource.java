// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.limit;

import dev.sekisho.api.http.AfterCommit;
import dev.sekisho.api.http.Answers;
import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendScope;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.SendCounters;
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
 * Limits of client networks, envelope senders and policy contexts: {@code /api/v1/limits/scopes}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/limits/scopes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "limits")
public class SendScopeResource {
    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private EntityCheck rules;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private SendCounters counters;

    @GET
    @Operation(summary = "Lists scopes by name")
    public Page<SendScopeBody> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page.Range range = Page.Range.of(after, limit);
        return Page.of(
                directory.page(SendScope.class, range.after(), range.limit() + 1),
                range,
                SendScopeBody::of,
                SendScope::name);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Shows a scope")
    public SendScopeBody get(@PathParam("name") String key) {
        return SendScopeBody.of(found(PathKey.name(key)));
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes or replaces a scope",
            description = "All mail of a network, of an envelope sender or of a policy_context shares its limits.")
    public Response put(
            @PathParam("name") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = SendScopeBody.class))) JsonFields body) {
        String name = PathKey.name(key);
        body.key("name", name, Address::lowerCase);
        body.requiredText("kind");
        body.requiredText("subject");
        ScopeKind kind = body.parsed("kind", ScopeKind::ofWord).orElse(ScopeKind.NETWORK);
        String subject = body.parsed("subject", kind::subject).orElse("");
        SendLimits limits = LimitsResource.withoutBar(body, "sendLimits").orElse(SendLimits.UNLIMITED);
        UnauthenticatedPolicy noLogin =
                body.parsed("noLogin", UnauthenticatedPolicy::ofWord).orElse(UnauthenticatedPolicy.COUNT);
        UnauthenticatedPolicy nullSender =
                body.parsed("nullSender", UnauthenticatedPolicy::ofWord).orElse(UnauthenticatedPolicy.COUNT);
        if (kind != ScopeKind.NETWORK
                && (noLogin != UnauthenticatedPolicy.COUNT || nullSender != UnauthenticatedPolicy.COUNT)) {
            body.error("kind", "must be network where noLogin or nullSender is not count");
        }
        body.check();
        Optional<SendScope> old = directory.find(SendScope.class, name);
        @Nullable SendScopeBody before = old.map(SendScopeBody::of).orElse(null);
        changes.expect(before);
        SendScope scope = old.orElseGet(() -> new SendScope(name));
        scope.setSubject(kind, subject);
        scope.setSendLimits(limits);
        scope.setNoLogin(noLogin);
        scope.setNullSender(nullSender);
        rules.check(scope);
        if (old.isEmpty()) {
            directory.add(scope);
        }
        directory.flush();
        SendScopeBody after = SendScopeBody.of(scope);
        changes.record("send-scope", name, before, after);
        return Answers.put(old.isEmpty(), "limits/scopes", name, after);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{name}")
    @Operation(summary = "Deletes a scope")
    public Response delete(@PathParam("name") String key) {
        SendScope scope = found(PathKey.name(key));
        SendScopeBody before = SendScopeBody.of(scope);
        changes.expect(before);
        directory.remove(scope);
        directory.flush();
        changes.record("send-scope", scope.name(), before, null);
        return Response.noContent().build();
    }

    @GET
    @Path("{name}/counters")
    @Operation(summary = "Shows what all mail of a scope has used of each of its limits")
    public CountersBody used(@PathParam("name") String key) {
        ScopeRule rule = rule(found(PathKey.name(key)));
        return CountersBody.of(rule.key(), counters.usage(rule));
    }

    @DELETE
    @RolesAllowed({Roles.SUPPORT, Roles.ADMIN})
    @Path("{name}/counters")
    @Operation(summary = "Forgets what all mail of a scope has used")
    public Response reset(@PathParam("name") String key) {
        ScopeRule rule = rule(found(PathKey.name(key)));
        CountersBody before = CountersBody.of(rule.key(), counters.usage(rule));
        changes.record("counters", rule.key(), before, null);
        afterCommit.run(() -> counters.reset(rule));
        return Response.noContent().build();
    }

    private static ScopeRule rule(SendScope scope) {
        return new ScopeRule(
                ScopeRule.key(scope.kind(), scope.subject()),
                scope.kind(),
                scope.sendLimits(),
                scope.noLogin(),
                scope.nullSender());
    }

    private SendScope found(String name) {
        return directory.find(SendScope.class, name).orElseThrow(() -> ProblemException.notFound("scope", name));
    }
}
