// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Installation;
import dev.sekisho.directory.PermissionOverrides;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What holds for every domain and account that says nothing else, as the API shows it; limits are apart. */
@Immutable
@JsonbPropertyOrder({
    "language",
    "permitPlain",
    "permitCramMd5",
    "permitApop",
    "permitImap",
    "permitPop3",
    "permitSmtp",
    "requireTls",
    "permitNetworks",
    "blockNetworks"
})
@Schema(example = """
                {"language": "en", "permitPop3": true}""")
public record InstallationBody(
        String language,
        @Nullable Boolean permitPlain,
        @Nullable Boolean permitCramMd5,
        @Nullable Boolean permitApop,
        @Nullable Boolean permitImap,
        @Nullable Boolean permitPop3,
        @Nullable Boolean permitSmtp,
        @Nullable Boolean requireTls,
        @Nullable String permitNetworks,
        @Nullable String blockNetworks) {
    public static InstallationBody of(Installation installation) {
        PermissionOverrides permitted = installation.permissions();
        return new InstallationBody(
                installation.language().word(),
                permitted.plain(),
                permitted.cramMd5(),
                permitted.apop(),
                permitted.imap(),
                permitted.pop3(),
                permitted.smtp(),
                permitted.requireTls(),
                permitted.permitNetworks(),
                permitted.blockNetworks());
    }
}
