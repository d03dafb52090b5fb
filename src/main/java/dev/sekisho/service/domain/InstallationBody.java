// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Installation;
import dev.sekisho.service.PermissionsBody;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The defaults of all domains and accounts as the API shows them; the limits are in {@code LimitsBody}. */
@Immutable
@JsonbPropertyOrder({"language", "permissions"})
@Schema(example = """
                {"language": "en", "permissions": {"pop3": true}}""")
public record InstallationBody(String language, @Nullable PermissionsBody permissions) {
    public static InstallationBody of(Installation installation) {
        return new InstallationBody(installation.language().word(), PermissionsBody.of(installation.permissions()));
    }
}
