// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffectivePermissionsTest {
    @Test
    void theNearestExplicitPermissionWinsAndIsNamed() {
        PermissionOverrides account = new PermissionOverrides(null, true, null, null, null, null, null, null, "none");
        PermissionOverrides domain =
                new PermissionOverrides(false, false, null, null, null, null, true, null, "192.0.2.0/24");

        assertThat(EffectivePermissions.of(account, domain, new PermissionOverrides()))
                .containsExactly(
                        permission("plain", false, EffectiveLimits.Origin.DOMAIN),
                        permission("cramMd5", true, EffectiveLimits.Origin.ACCOUNT),
                        permission("apop", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("imap", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("pop3", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("smtp", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("requireTls", true, EffectiveLimits.Origin.DOMAIN),
                        permission("networks", "any", EffectiveLimits.Origin.INSTALLATION),
                        permission("blockedNetworks", "none", EffectiveLimits.Origin.ACCOUNT));
    }

    private static EffectivePermission permission(String name, Object value, EffectiveLimits.Origin from) {
        return new EffectivePermission(name, value, from);
    }
}
