// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffectivePermissionsTest {
    @Test
    void theNearestThatSaysSomethingWinsAndIsNamed() {
        PermissionOverrides account = new PermissionOverrides(null, true, null, null, null, null, null, null, "none");
        PermissionOverrides domain =
                new PermissionOverrides(false, false, null, null, null, null, true, null, "192.0.2.0/24");

        assertThat(EffectivePermissions.of(account, domain, new PermissionOverrides()))
                .containsExactly(
                        permission("permitPlain", false, EffectiveLimits.Origin.DOMAIN),
                        permission("permitCramMd5", true, EffectiveLimits.Origin.ACCOUNT),
                        permission("permitApop", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("permitImap", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("permitPop3", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("permitSmtp", true, EffectiveLimits.Origin.INSTALLATION),
                        permission("requireTls", true, EffectiveLimits.Origin.DOMAIN),
                        permission("permitNetworks", "any", EffectiveLimits.Origin.INSTALLATION),
                        permission("blockNetworks", "none", EffectiveLimits.Origin.ACCOUNT));
    }

    private static EffectivePermission permission(String name, Object value, EffectiveLimits.Origin from) {
        return new EffectivePermission(name, value, from);
    }
}
