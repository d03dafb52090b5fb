// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.EffectivePermission;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An effective permission of an account.
 *
 * @param name its member in the object {@code permissions}, such as {@code imap}
 * @param value true, false or a list of networks
 * @param from its origin: {@code account}, {@code domain} or {@code installation}
 */
@Immutable
@JsonbPropertyOrder({"name", "value", "from"})
@Schema(example = """
                {"name": "imap", "value": "true", "from": "domain"}""")
public record PermissionBody(String name, String value, String from) {
    public static PermissionBody of(EffectivePermission permission) {
        return new PermissionBody(
                permission.name(),
                permission.value().toString(),
                permission.from().name().toLowerCase(Locale.ROOT));
    }
}
