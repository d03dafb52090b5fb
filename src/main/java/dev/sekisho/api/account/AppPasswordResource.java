// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.EntityCheck;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.PathKey;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.api.staff.WithinDomains;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.net.NetworkList;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The app passwords of an account: {@code /api/v1/accounts/{address}/app-passwords}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/{address}/app-passwords")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN})
@WithinDomains
@ApplicationScoped
@Transacted
@Tag(name = "accounts")
public class AppPasswordResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private SecretRepository secrets;

    @Inject
    private EntityCheck rules;

    @Inject
    private Clock clock;

    @GET
    @Operation(summary = "Lists the app passwords of an account, revoked ones too, without the passwords")
    public List<AppPasswordBody> list(@PathParam("address") String key) {
        return secrets.allAppPasswords(entries.account(key).address()).stream()
                .map(each -> AppPasswordBody.of(each, null))
                .toList();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes an app password, which is shown this once",
            description = "Takes name, and perhaps permitImap, permitPop3, permitSmtp, networks such as"
                    + " 192.0.2.0/24, and expiresAt in ISO 8601.")
    public Response make(
            @PathParam("address") String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = AppPasswordBody.class)))
                    JsonFields body) {
        Address account = PathKey.address(entries.account(key).address());
        String name = body.requiredName("name");
        boolean imap = body.bool("permitImap", true);
        boolean pop3 = body.bool("permitPop3", true);
        boolean smtp = body.bool("permitSmtp", true);
        Optional<NetworkList> networks = body.parsed("networks", NetworkList::parse);
        Optional<OffsetDateTime> expires = body.instant("expiresAt").map(moment -> moment.atOffset(ZoneOffset.UTC));
        body.check();
        String password = AppPasswordText.generate();
        Secret canonical = AppPasswordText.canonical(Secret.of(password)).orElseThrow();
        AppPassword made = new AppPassword(
                UUID.randomUUID().toString(), account, name, PasswordScheme.SSHA256.generate(canonical), now());
        made.permit(imap, pop3, smtp);
        networks.ifPresent(made::setNetworks);
        expires.ifPresent(made::setExpiresAt);
        rules.check(made);
        directory.add(made);
        directory.flush();
        changes.record("app-password", account + " " + made.id(), null, AppPasswordBody.of(made, null));
        return Response.status(Response.Status.CREATED)
                .entity(AppPasswordBody.of(made, password))
                .build();
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{id}")
    @Operation(summary = "Revokes an app password, from the next login on; it stays in the list")
    public Response revoke(@PathParam("address") String key, @PathParam("id") String id) {
        String account = entries.account(key).address();
        AppPassword password = directory
                .find(AppPassword.class, PathKey.name(id))
                .filter(each -> each.account().equals(account))
                .orElseThrow(() -> ProblemException.notFound("app password", id));
        AppPasswordBody before = AppPasswordBody.of(password, null);
        password.revoke(now());
        directory.flush();
        changes.record("app-password", account + " " + password.id(), before, AppPasswordBody.of(password, null));
        return Response.noContent().build();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
