// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Alias;
import dev.sekisho.service.change.Etags;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An alias as the API shows it. */
@ThreadSafe
@JsonbPropertyOrder({"address", "targets", "version"})
@Schema(example = """
                {"address": "sales@example.org", "targets": ["alice@example.org", "bob@example.net"]}""")
public record AliasBody(
        String address, List<String> targets, @Nullable String version) implements Etags.Versioned<AliasBody> {
    public static AliasBody of(Alias alias) {
        AliasBody body = new AliasBody(alias.address(), alias.targets(), null);
        return new AliasBody(alias.address(), alias.targets(), Etags.of(body));
    }

    @Override
    public AliasBody withoutVersion() {
        return new AliasBody(address, targets, null);
    }
}
