// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.PermissionsBody;
import dev.sekisho.service.change.Etags;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A domain as the API shows it; it inherits absent members from the installation. */
@Immutable
@JsonbPropertyOrder({
    "name",
    "language",
    "mxHosts",
    "permissions",
    "sendLimits",
    "poolLimits",
    "unknownRecipient",
    "version"
})
@Schema(example = """
                {"name": "example.org", "language": "ja", "permissions": {"requireTls": true}, "sendLimits": "500/1d", "poolLimits": "10000/1d"}""")
public record DomainBody(
        String name,
        @Nullable String language,
        @Nullable String mxHosts,
        @Nullable PermissionsBody permissions,
        @Nullable String sendLimits,
        @Nullable String poolLimits,
        @Nullable String unknownRecipient,
        @Nullable String version)
        implements Etags.Versioned<DomainBody> {
    public static DomainBody of(Domain domain) {
        DomainBody body = new DomainBody(
                domain.name(),
                domain.language().map(Language::word).orElse(null),
                domain.mxHosts().orElse(null),
                PermissionsBody.of(domain.permissions()),
                domain.sendLimits().map(SendLimits::toString).orElse(null),
                domain.poolLimits().map(SendLimits::toString).orElse(null),
                domain.unknownRecipient().map(UnknownRecipientReply::word).orElse(null),
                null);
        return body.withVersion(Etags.of(body));
    }

    @Override
    public DomainBody withoutVersion() {
        return version == null ? this : withVersion(null);
    }

    private DomainBody withVersion(@Nullable String other) {
        return new DomainBody(name, language, mxHosts, permissions, sendLimits, poolLimits, unknownRecipient, other);
    }
}
