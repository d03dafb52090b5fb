// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.PermissionOverrides;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The permission set of an account, a domain or the installation as the API shows it: login methods, protocols, whether
 * TLS is required, and networks. A member is absent where the permission is inherited.
 *
 * @param plain whether PLAIN and LOGIN are permitted
 * @param networks networks from which logins are permitted, such as {@code 192.0.2.0/24, 2001:db8::/32}
 * @param blockedNetworks networks from which logins are rejected even if {@code networks} has them
 */
@Immutable
@JsonbPropertyOrder({"plain", "cramMd5", "apop", "imap", "pop3", "smtp", "requireTls", "networks", "blockedNetworks"})
@Schema(example = """
                {"imap": true, "pop3": false, "requireTls": true, "networks": "192.0.2.0/24"}""")
public record PermissionsBody(
        @Nullable Boolean plain,
        @Nullable Boolean cramMd5,
        @Nullable Boolean apop,
        @Nullable Boolean imap,
        @Nullable Boolean pop3,
        @Nullable Boolean smtp,
        @Nullable Boolean requireTls,
        @Nullable String networks,
        @Nullable String blockedNetworks) {
    private static final PermissionsBody INHERITED =
            new PermissionsBody(null, null, null, null, null, null, null, null, null);

    /** The permissions that an entity overrides; null if it inherits all of them. */
    public static @Nullable PermissionsBody of(PermissionOverrides own) {
        PermissionsBody body = new PermissionsBody(
                own.plain(),
                own.cramMd5(),
                own.apop(),
                own.imap(),
                own.pop3(),
                own.smtp(),
                own.requireTls(),
                own.networks(),
                own.blockedNetworks());
        return body.equals(INHERITED) ? null : body;
    }

    /** The protocols and networks of an app password, which has no other permissions. */
    public static PermissionsBody ofAppPassword(boolean imap, boolean pop3, boolean smtp, String networks) {
        return new PermissionsBody(null, null, null, imap, pop3, smtp, null, networks, null);
    }
}
