// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import dev.sekisho.account.Alias;
import dev.sekisho.account.DirectoryRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Aliases. Confined to one request. */
@Path("/aliases")
@RequestScoped
@Tag(
        name = "aliases",
        description = "Field: targets, one or many addresses; key and targets may be @domain for all of one")
public class AliasResource extends DirectoryResource<Alias> {
    /** Most targets of an alias: what is longer is a mailing list, and belongs to its manager. */
    private static final int TARGETS = 1000;

    @Inject
    public AliasResource(DirectoryRepository directory) {
        super(directory, Alias.class, "alias", Alias::address);
    }

    @Override
    Optional<String> canonical(String key) {
        return Address.parseAny(key).map(Address::toString);
    }

    @Override
    String keyForm() {
        return "mail address or @domain";
    }

    @Override
    JsonObjectBuilder json(Alias alias) {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        alias.targets().forEach(targets::add);
        return Json.createObjectBuilder().add("address", alias.address()).add("targets", targets);
    }

    @Override
    Alias write(String key, Optional<Alias> present, JsonFields fields) {
        List<String> texts = fields.texts("targets");
        List<Address> targets = new ArrayList<>();
        for (String text : texts) {
            Optional<Address> target = Address.parseAny(text);
            if (target.isEmpty()) {
                fields.error("targets", "has an entry that is no address");
            }
            target.ifPresent(targets::add);
        }
        if (texts.isEmpty() || texts.size() > TARGETS) {
            fields.error("targets", "must have 1 to " + TARGETS + " addresses");
        }
        fields.check();
        Alias alias = present.orElseGet(() -> new Alias(Address.parseAny(key).orElseThrow()));
        alias.setTargets(targets);
        return alias;
    }
}
