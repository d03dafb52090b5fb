// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.service.PermissionsBody;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An app password as the API shows it, with times in ISO 8601.
 *
 * @param permissions protocols and networks; the other permissions are those of the account
 * @param password present only in the answer to the request that creates the app password
 */
@Immutable
@Schema(example = """
                {"name": "telephone", "permissions": {"imap": true, "pop3": false, "smtp": true, "networks": "192.0.2.0/24"}, "expiresAt": "2099-01-02T08:00:00Z"}""")
public record AppPasswordBody(
        String id,
        String name,
        PermissionsBody permissions,
        String createdAt,
        @Nullable String expiresAt,
        @Nullable String lastUsedAt,
        @Nullable String revokedAt,
        @Nullable String password) {
    public static AppPasswordBody of(AppPassword entity, @Nullable String password) {
        return new AppPasswordBody(
                entity.id(),
                entity.name(),
                PermissionsBody.ofAppPassword(
                        entity.isImapPermitted(),
                        entity.isPop3Permitted(),
                        entity.isSmtpPermitted(),
                        entity.networks()),
                entity.createdAt().toInstant().toString(),
                text(entity.expiresAt().orElse(null)),
                text(entity.lastUsedAt().orElse(null)),
                text(entity.revokedAt().orElse(null)),
                password);
    }

    private static @Nullable String text(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }
}
