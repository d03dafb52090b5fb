// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.Domain;
import dev.sekisho.account.SendLimits;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Domains. Confined to one request. */
@Path("/domains")
@RequestScoped
@Tag(
        name = "domains",
        description = "Field: sendLimits, such as \"100/1h, 500/1d\" or \"unlimited\"; left out: inherited")
public class DomainResource extends DirectoryResource<Domain> {
    @Inject
    public DomainResource(DirectoryRepository directory) {
        super(directory, Domain.class, "domain", Domain::name);
    }

    @Override
    Optional<String> canonical(String key) {
        return Optional.of(Address.lowerCase(key)).filter(Address::isDomain);
    }

    @Override
    String keyForm() {
        return "domain name";
    }

    @Override
    JsonObjectBuilder json(Domain domain) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("name", domain.name());
        domain.sendLimits().ifPresent(limits -> json.add("sendLimits", limits.toString()));
        return json.add("effectiveLimits", LimitsJson.of(directory().effectiveLimits(domain)));
    }

    @Override
    Domain write(String key, Optional<Domain> present, JsonFields fields) {
        Optional<SendLimits> limits = fields.limits("sendLimits");
        fields.check();
        Domain domain = present.orElseGet(() -> new Domain(key));
        domain.setSendLimits(limits);
        return domain;
    }

    @Override
    void checkUnused(Domain domain) {
        long accounts = directory().accountsIn(domain);
        if (accounts > 0) {
            throw Problem.conflict(accounts + " accounts are in this domain.");
        }
    }
}
