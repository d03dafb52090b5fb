// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.MailHost;
import dev.sekisho.account.MailHostState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mail hosts. Confined to one request. */
@Path("/mail-hosts")
@RequestScoped
@Tag(
        name = "mail hosts",
        description =
                "Fields: address (required), imapPort 143, pop3Port 110, smtpPort 25, quotaPort (none: never asked),"
                        + " state up | draining | down")
public class MailHostResource extends DirectoryResource<MailHost> {
    @Inject
    public MailHostResource(DirectoryRepository directory) {
        super(directory, MailHost.class, "mail host", MailHost::name);
    }

    @Override
    Optional<String> canonical(String key) {
        return Optional.of(Address.lowerCase(key)).filter(Address::isDomain);
    }

    @Override
    String keyForm() {
        return "host name";
    }

    @Override
    JsonObjectBuilder json(MailHost host) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", host.name())
                .add("address", host.address())
                .add("imapPort", host.imapPort())
                .add("pop3Port", host.pop3Port())
                .add("smtpPort", host.smtpPort());
        host.quotaPort().ifPresent(port -> json.add("quotaPort", port));
        return json.add("state", JsonFields.word(host.state()));
    }

    @Override
    MailHost write(String key, Optional<MailHost> present, JsonFields fields) {
        String address = fields.requiredText("address");
        int imapPort = fields.port("imapPort").orElse(143);
        int pop3Port = fields.port("pop3Port").orElse(110);
        int smtpPort = fields.port("smtpPort").orElse(25);
        Optional<Integer> quotaPort = fields.port("quotaPort");
        MailHostState state = fields.choice("state", MailHostState.UP);
        fields.check();
        MailHost host = present.orElseGet(() -> new MailHost(key, address));
        host.setAddress(address);
        host.setPorts(imapPort, pop3Port, smtpPort);
        host.setQuotaPort(quotaPort);
        host.setState(state);
        return host;
    }

    @Override
    void checkUnused(MailHost host) {
        long accounts = directory().accountsOn(host);
        if (accounts > 0) {
            throw Problem.conflict(accounts + " accounts have their mailbox on this mail host.");
        }
    }
}
