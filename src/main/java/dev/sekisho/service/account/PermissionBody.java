// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.EffectivePermission;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A permission that holds for an account: {@code value} is true, false or a list of networks; {@code from} is
 * {@code account}, {@code domain} or {@code installation}.
 */
@Immutable
@JsonbPropertyOrder({"name", "value", "from"})
@Schema(example = """
                {"name": "permitImap", "value": "true", "from": "domain"}""")
public record PermissionBody(String name, String value, String from) {
    public static PermissionBody of(EffectivePermission permission) {
        return new PermissionBody(
                permission.name(),
                permission.value().toString(),
                permission.from().name().toLowerCase(Locale.ROOT));
    }
}
