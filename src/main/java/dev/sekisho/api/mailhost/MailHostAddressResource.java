// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.mailhost;

import dev.sekisho.api.http.ChangeLog;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.PathEntities;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.http.Transacted;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.net.AddressResolver;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The addresses of a mail host, whether they answer, and their draining: {@code /api/v1/mail-hosts/{name}/addresses}.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/mail-hosts/{name}/addresses")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN})
@ApplicationScoped
@Transacted
@Tag(name = "mail hosts")
public class MailHostAddressResource {
    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private HostHealth health;

    @Inject
    private AddressResolver resolver;

    @GET
    @Operation(summary = "Shows the addresses of a mail host, the host's own first, and whether they answer")
    public List<MailHostAddressBody> list(@PathParam("name") String key) {
        MailHost host = entries.mailHost(key);
        return directory.addresses(host).stream()
                .map(each -> MailHostAddressBody.of(host, each, resolver.literal(each.address()), health))
                .toList();
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Path("{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Gives a mail host an address, or an address a state",
            description = "state is up, draining (no new logins while another address can take them) or down.")
    public List<MailHostAddressBody> put(
            @PathParam("name") String key,
            @PathParam("address") String address,
            @RequestBody(content = @Content(schema = @Schema(implementation = MailHostAddressBody.class)))
                    JsonFields body) {
        MailHostState state = body.parsed("state", MailHostState::ofWord).orElse(MailHostState.UP);
        if (!address.matches("[0-9A-Za-z:]([0-9A-Za-z.:_-]{0,253}[0-9A-Za-z:])?")) {
            body.error("address", "must be an IP address or a host name");
        }
        body.ignore("address", "imap", "pop3", "smtp");
        body.check();
        MailHost host = entries.mailHost(key);
        List<HostAddress> before = directory.addresses(host);
        directory.putAddress(host, new HostAddress(address, state));
        changes.record("mail-host-addresses", host.name(), before, directory.addresses(host));
        return list(key);
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("{address}")
    @Operation(summary = "Takes an address from a mail host; the host's own becomes up")
    public Response delete(@PathParam("name") String key, @PathParam("address") String address) {
        MailHost host = entries.mailHost(key);
        List<HostAddress> before = directory.addresses(host);
        if (!directory.removeAddress(host, address)) {
            throw ProblemException.notFound("address", address);
        }
        changes.record("mail-host-addresses", host.name(), before, directory.addresses(host));
        return Response.noContent().build();
    }
}
