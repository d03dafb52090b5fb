// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Alias;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An alias as the API shows it.
 *
 * <p>Immutable and safe for use by many threads.
 */
@JsonbPropertyOrder({"address", "targets"})
@Schema(example = """
                {"address": "sales@example.org", "targets": ["alice@example.org", "bob@example.net"]}""")
public record AliasBody(String address, List<String> targets) {
    static AliasBody of(Alias alias) {
        return new AliasBody(alias.address(), alias.targets());
    }
}
