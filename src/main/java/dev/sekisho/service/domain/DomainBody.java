// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.Etags;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A domain as the API shows it; what is absent is the installation's. */
@Immutable
@JsonbPropertyOrder({
    "name",
    "language",
    "mxHosts",
    "permitPlain",
    "permitCramMd5",
    "permitApop",
    "permitImap",
    "permitPop3",
    "permitSmtp",
    "requireTls",
    "permitNetworks",
    "blockNetworks",
    "sendLimits",
    "poolLimits",
    "unknownRecipient",
    "version"
})
@Schema(example = """
                {"name": "example.org", "language": "ja", "requireTls": true, "sendLimits": "500/1d", "poolLimits": "10000/1d"}""")
public record DomainBody(
        String name,
        @Nullable String language,
        @Nullable String mxHosts,
        @Nullable Boolean permitPlain,
        @Nullable Boolean permitCramMd5,
        @Nullable Boolean permitApop,
        @Nullable Boolean permitImap,
        @Nullable Boolean permitPop3,
        @Nullable Boolean permitSmtp,
        @Nullable Boolean requireTls,
        @Nullable String permitNetworks,
        @Nullable String blockNetworks,
        @Nullable String sendLimits,
        @Nullable String poolLimits,
        @Nullable String unknownRecipient,
        @Nullable String version)
        implements Etags.Versioned<DomainBody> {
    public static DomainBody of(Domain domain) {
        PermissionOverrides permitted = domain.permissions();
        DomainBody body = new DomainBody(
                domain.name(),
                domain.language().map(Language::word).orElse(null),
                domain.mxHosts().orElse(null),
                permitted.plain(),
                permitted.cramMd5(),
                permitted.apop(),
                permitted.imap(),
                permitted.pop3(),
                permitted.smtp(),
                permitted.requireTls(),
                permitted.permitNetworks(),
                permitted.blockNetworks(),
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
        return new DomainBody(
                name,
                language,
                mxHosts,
                permitPlain,
                permitCramMd5,
                permitApop,
                permitImap,
                permitPop3,
                permitSmtp,
                requireTls,
                permitNetworks,
                blockNetworks,
                sendLimits,
                poolLimits,
                unknownRecipient,
                other);
    }
}
