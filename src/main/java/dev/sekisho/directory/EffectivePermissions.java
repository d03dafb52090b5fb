// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses each permission from the nearest of account, domain and installation, as the login's SQL does. Stateless. */
final class EffectivePermissions {
    private static final Map<String, Function<PermissionOverrides, @Nullable Object>> PERMISSIONS =
            new LinkedHashMap<>();

    static {
        PERMISSIONS.put("plain", PermissionOverrides::plain);
        PERMISSIONS.put("cramMd5", PermissionOverrides::cramMd5);
        PERMISSIONS.put("apop", PermissionOverrides::apop);
        PERMISSIONS.put("imap", PermissionOverrides::imap);
        PERMISSIONS.put("pop3", PermissionOverrides::pop3);
        PERMISSIONS.put("smtp", PermissionOverrides::smtp);
        PERMISSIONS.put("requireTls", PermissionOverrides::requireTls);
        PERMISSIONS.put("networks", PermissionOverrides::networks);
        PERMISSIONS.put("blockedNetworks", PermissionOverrides::blockedNetworks);
    }

    private EffectivePermissions() {}

    static List<EffectivePermission> of(
            PermissionOverrides account, PermissionOverrides domain, PermissionOverrides installation) {
        PermissionOverrides last = installation.orDefaults();
        List<EffectivePermission> all = new ArrayList<>();
        PERMISSIONS.forEach((name, permission) -> {
            Object own = permission.apply(account);
            Object ofDomain = permission.apply(domain);
            if (own != null) {
                all.add(new EffectivePermission(name, own, EffectiveLimits.Origin.ACCOUNT));
            } else if (ofDomain != null) {
                all.add(new EffectivePermission(name, ofDomain, EffectiveLimits.Origin.DOMAIN));
            } else {
                Object rest = Objects.requireNonNull(permission.apply(last));
                all.add(new EffectivePermission(name, rest, EffectiveLimits.Origin.INSTALLATION));
            }
        });
        return all;
    }
}
