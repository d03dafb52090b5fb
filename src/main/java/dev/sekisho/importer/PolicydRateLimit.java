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
 * is queried at {@code RCPT}, or counts recipients at {@code DATA}, so it always counts recipients. Its database
 * contains the amounts sent, which are not imported.
 *
 * <p>One set of limits applies to logins, senders and client addresses, depending on {@code limit_by_sasl},
 * {@code limit_by_sender} and {@code limit_by_ip}. It becomes limits of accounts only if logins or senders are limited.
 */
public final class PolicydRateLimit {
    private final Map<?, ?> settings;
    private final ImportData importData;

    private PolicydRateLimit(Map<?, ?> settings, ImportData importData) {
        this.settings = settings;
        this.importData = importData;
    }

    /**
     * Reads the file.
     *
     * @throws IOException if the text is not YAML
     */
    public static ImportData read(TextFile file) throws IOException {
        Object root;
        try {
            // Bounded by default: 50 aliases, 3 MB, 50 levels; only YAML's own types.
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(file.text());
        } catch (YAMLException e) {
            throw new IOException("is not YAML, or too large", e);
        }
        if (!(root instanceof Map<?, ?> settings)) {
            throw new IOException("is not a mapping of settings");
        }
        return new PolicydRateLimit(settings, ImportData.of(file)).read();
    }

    private ImportData read() {
        boolean logins = is("limit_by_sasl", true);
        boolean senders = is("limit_by_sender", false);
        if (logins || senders) {
            limits(ImportData.INSTALLATION, "limits", settings.get("limits"));
            if (settings.get("limits") == null) {
                importData.skip("limits", "are absent: the default of the program is not imported");
            }
        } else if (settings.get("limits") != null) {
            importData.skip(
                    "limits", "apply to client addresses only (limit_by_sasl is off): " + settings.get("limits"));
        }
        if (settings.get("limits_by_id") instanceof Map<?, ?> ids) {
            ids.forEach((id, limits) -> byId(String.valueOf(id), limits, logins || senders));
        }
        skipUnsupported();
        return importData;
    }

    private void byId(String id, @Nullable Object limits, boolean ofAccounts) {
        String place = "limits_by_id " + id;
        Optional<Address> address = ForeignAddress.ofOne(id).address();
        if (address.isEmpty() || !ofAccounts) {
            importData.skip(
                    place,
                    (address.isEmpty()
                                    ? "is not an account: "
                                    : "applies to client addresses only (limit_by_sasl is" + " off): ")
                            + limits);
        } else {
            limits(address.get().toString(), place, limits);
        }
    }

    /** Reports other limits, which Sekisho cannot represent. */
    private void skipUnsupported() {
        if (settings.get("sql_limits_by_id") instanceof String sql && !sql.isBlank()) {
            importData.skip("sql_limits_by_id", "limits of single accounts are in a database and not imported");
        }
        if (is("limit_by_ip", false)) {
            importData.skip(
                    "limit_by_ip", "limits each client address separately: Sekisho limits networks (/limits/scopes)");
        }
        if (settings.get("limited_networks") instanceof List<?> networks && !networks.isEmpty()) {
            importData.skip("limited_networks", "are not imported: " + networks);
        }
        if (is("limit_by_sender", false)) {
            importData.skip("limit_by_sender", "limits each sender without a login: Sekisho limits accounts");
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
                importData.skip(place, "is not a list: " + limits);
            }
            return;
        }
        if (list.isEmpty()) {
            importData.ownLimits(whose); // an empty list is unlimited; an unreadable one is not
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
                importData.skip(place, each + " is not a pair of amount and seconds");
            }
        }
    }
}
