// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import dev.sekisho.account.Address;
import dev.sekisho.account.LimitAction;
import dev.sekisho.account.Meter;
import dev.sekisho.account.SendLimit;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The configuration of policyd-rate-limit, {@code policyd-rate-limit.yaml}: {@code limits} and {@code limits_by_id}. It asks at
 * {@code RCPT}, so what it counts is recipients. Its database holds what was sent, which the gate counts anew.
 *
 * <p>Holds no state.
 */
public final class PolicydRateLimit {
    private PolicydRateLimit() {}

    /**
     * Reads what the gate can take.
     *
     * @throws IOException if the text is no YAML
     */
    public static Harvest read(String yaml) throws IOException {
        Object root;
        try {
            // Bounded by default: 50 aliases, 3 MB, 50 levels; no types but YAML's own.
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IOException("is no YAML, or too much of it", e);
        }
        if (!(root instanceof Map<?, ?> settings)) {
            throw new IOException("is no mapping of settings");
        }
        Harvest harvest = new Harvest();
        String fail = String.valueOf(settings.get("fail_action")).toLowerCase(Locale.ROOT);
        LimitAction action = fail.startsWith("reject") || fail.startsWith("5")
                ? LimitAction.REJECT
                : fail.startsWith("hold") ? LimitAction.HOLD : LimitAction.DEFER;
        limits(Harvest.INSTALLATION, "limits", settings.get("limits"), action, harvest);
        if (settings.get("limits_by_id") instanceof Map<?, ?> ids) {
            ids.forEach((id, limits) -> {
                String place = "limits_by_id " + id;
                Optional<Address> address = Address.parse(String.valueOf(id));
                if (address.isEmpty()) {
                    harvest.notCarried(place, "is no account");
                } else {
                    limits(address.get().toString(), place, limits, action, harvest);
                }
            });
        }
        if (Boolean.TRUE.equals(settings.get("limit_by_ip"))) {
            harvest.notCarried(
                    "limit_by_ip", "limits each address by itself: the gate has limits of networks (/limits/scopes)");
        }
        if (Boolean.TRUE.equals(settings.get("limit_by_sender"))) {
            harvest.notCarried("limit_by_sender", "limits each sender without login: the gate limits accounts");
        }
        return harvest;
    }

    private static void limits(
            String whose, String place, @Nullable Object limits, LimitAction action, Harvest harvest) {
        if (!(limits instanceof List<?> list)) {
            if (limits != null) {
                harvest.notCarried(place, "is no list");
            }
            return;
        }
        harvest.ownLimits(whose);
        for (Object each : list) {
            if (each instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof Number amount
                    && pair.get(1) instanceof Number seconds) {
                Optional<SendLimit> limit = LimitWords.limit(
                        harvest, place, Meter.RECIPIENTS, amount.longValue(), seconds.longValue(), action);
                limit.ifPresent(known -> harvest.limit(whose, known));
            } else {
                harvest.notCarried(place, each + " is no pair of an amount and seconds");
            }
        }
    }
}
