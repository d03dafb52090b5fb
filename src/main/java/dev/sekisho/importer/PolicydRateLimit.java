// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import dev.sekisho.directory.Address;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
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
 * The configuration of policyd-rate-limit, {@code policyd-rate-limit.yaml}: {@code limits} and {@code limits_by_id}. It
 * asks at {@code RCPT}, or counts recipients at {@code DATA}, so what it counts is recipients. Its database holds what
 * was sent, which the node counts anew.
 *
 * <p>One set of limits is for logins, senders and addresses, as {@code limit_by_sasl}, {@code limit_by_sender} and
 * {@code limit_by_ip} say: it is the accounts' only if logins or senders are limited.
 *
 * <p>Confined to one run.
 */
public final class PolicydRateLimit {
    private final Map<?, ?> settings;
    private final ImportData importData;

    private PolicydRateLimit(Map<?, ?> settings, ImportData importData) {
        this.settings = settings;
        this.importData = importData;
    }

    /**
     * Reads what Sekisho can take.
     *
     * @throws IOException if the text is no YAML
     */
    public static ImportData read(TextFile file) throws IOException {
        Object root;
        try {
            // Bounded by default: 50 aliases, 3 MB, 50 levels; no types but YAML's own.
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(file.text());
        } catch (YAMLException e) {
            throw new IOException("is no YAML, or too much of it", e);
        }
        if (!(root instanceof Map<?, ?> settings)) {
            throw new IOException("is no mapping of settings");
        }
        return new PolicydRateLimit(settings, ImportData.of(file)).read();
    }

    private ImportData read() {
        boolean logins = is("limit_by_sasl", true);
        boolean senders = is("limit_by_sender", false);
        if (logins || senders) {
            limits(ImportData.INSTALLATION, "limits", settings.get("limits"));
            if (settings.get("limits") == null) {
                importData.notCarried("limits", "are not there: the program's own default is not carried over");
            }
        } else if (settings.get("limits") != null) {
            importData.notCarried("limits", "are of addresses only (limit_by_sasl is off): " + settings.get("limits"));
        }
        if (settings.get("limits_by_id") instanceof Map<?, ?> ids) {
            ids.forEach((id, limits) -> byId(String.valueOf(id), limits, logins || senders));
        }
        told();
        return importData;
    }

    private void byId(String id, @Nullable Object limits, boolean ofAccounts) {
        String place = "limits_by_id " + id;
        Optional<Address> address = ForeignAddress.ofOne(id).address();
        if (address.isEmpty() || !ofAccounts) {
            importData.notCarried(
                    place,
                    (address.isEmpty() ? "is no account: " : "is of addresses only (limit_by_sasl is off): ") + limits);
        } else {
            limits(address.get().toString(), place, limits);
        }
    }

    /** What besides limits something, and has no word in Sekisho. */
    private void told() {
        if (settings.get("sql_limits_by_id") instanceof String sql && !sql.isBlank()) {
            importData.notCarried(
                    "sql_limits_by_id", "limits of single accounts are in a database and not carried over");
        }
        if (is("limit_by_ip", false)) {
            importData.notCarried(
                    "limit_by_ip", "limits each address by itself: Sekisho has limits of networks (/limits/scopes)");
        }
        if (settings.get("limited_networks") instanceof List<?> networks && !networks.isEmpty()) {
            importData.notCarried("limited_networks", "are not carried over: " + networks);
        }
        if (is("limit_by_sender", false)) {
            importData.notCarried("limit_by_sender", "limits each sender without login: Sekisho limits accounts");
        }
    }

    private boolean is(String name, boolean absent) {
        return settings.get(name) instanceof Boolean value ? value : absent;
    }

    private LimitAction action() {
        String fail = String.valueOf(settings.get("fail_action")).strip().toLowerCase(Locale.ROOT);
        if (fail.startsWith("reject") || fail.startsWith("5")) {
            return LimitAction.REJECT;
        }
        return fail.startsWith("hold") ? LimitAction.HOLD : LimitAction.DEFER;
    }

    private void limits(String whose, String place, @Nullable Object limits) {
        if (!(limits instanceof List<?> list)) {
            if (limits != null) {
                importData.notCarried(place, "is no list: " + limits);
            }
            return;
        }
        if (list.isEmpty()) {
            importData.ownLimits(whose); // without a limit, so unlimited; a list that cannot be read is not
        }
        for (Object each : list) {
            if (each instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof Number amount
                    && pair.get(1) instanceof Number seconds) {
                LimitWords.limit(
                                importData,
                                place,
                                LimitUnit.RECIPIENTS,
                                new LimitWords.Amount(amount.longValue(), seconds.longValue()),
                                action())
                        .ifPresent(known -> importData.limit(whose, known));
            } else {
                importData.notCarried(place, each + " is no pair of an amount and seconds");
            }
        }
    }
}
