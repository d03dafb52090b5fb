// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.importer.AllowedNetworks;
import dev.sekisho.importer.ImportData;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends the accounts of {@link ImportData} as rows of one import. A row contains only what the import source defines,
 * and the version of the account as read. The import therefore does not overwrite changes that staff or Sekisho make at
 * the same time; such rows are sent once more with fresh data.
 *
 * <p>The import never removes a restriction that exists in Sekisho. It reports those that the source does not have.
 */
final class AccountRows {
    /** Part of Sekisho's error message for accounts that were changed, created or deleted since they were read. */
    static final String SINCE_IT_WAS_READ = "since it was read";

    private static final String PERMISSIONS = "permissions";
    private static final String NETWORKS = "networks";

    private final ImportRun run;
    private final ImportData importData;
    private final Map<String, JsonObject> domains;
    private final boolean knowsNetworks;
    private final ImportCounts counts = new ImportCounts();
    private boolean applied;

    /** @param domains the domains in Sekisho, by name */
    AccountRows(ImportRun run, ImportData importData, Map<String, JsonObject> domains) {
        this.run = run;
        this.importData = importData;
        this.domains = domains;
        this.knowsNetworks = importData.accounts().values().stream()
                .anyMatch(each -> each.networks().isPresent());
    }

    /** An error of a row, as reported by Sekisho. */
    @Immutable
    private record RowError(String address, String field, String message) {
        boolean isOutdated() {
            return message.contains(SINCE_IT_WAS_READ);
        }

        String reason() {
            return isOutdated() ? message : (field + " " + message).strip();
        }
    }

    /** Sends all accounts; false if none was written, so that entries that depend on them are not written either. */
    boolean send() {
        if (importData.accounts().isEmpty()) {
            return true;
        }
        List<RowError> errors = attempt(List.copyOf(importData.accounts().keySet()), true);
        List<String> outdated = errors.stream()
                .filter(RowError::isOutdated)
                .map(RowError::address)
                .distinct()
                .toList();
        boolean allOutdated = outdated.size() == errors.size();
        if (!outdated.isEmpty() && (run.rows() || allOutdated)) {
            errors.stream()
                    .filter(each -> !each.isOutdated())
                    .forEach(each -> run.notes().refused("account " + each.address(), each.reason()));
            errors = attempt(
                    run.rows() ? outdated : List.copyOf(importData.accounts().keySet()), false);
        }
        errors.forEach(each -> run.notes().refused("account " + each.address(), each.reason()));
        return applied || run.dryRun();
    }

    ImportCounts counts() {
        return counts;
    }

    private List<RowError> attempt(List<String> addresses, boolean first) {
        Map<String, JsonObject> known = run.all("accounts", "address");
        boolean anyNew = false;
        List<String> sent = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String address : addresses) {
            ImportData.Account source = importData.accounts().get(address);
            Optional<JsonObject> current = Optional.ofNullable(known.get(address));
            if (source == null || (current.isEmpty() && !source.hasSecret())) {
                continue;
            }
            anyNew |= current.isEmpty();
            sent.add(address);
            lines.add(row(address, source, current, first).toString());
        }
        if (anyNew && run.mailHost().isEmpty()) {
            throw new CtlException(Exit.UNKNOWN, "New accounts need a mail host: --mail-host NAME");
        }
        if (lines.isEmpty()) {
            applied = true;
            return List.of();
        }
        JsonObject report = run.sekisho()
                .upload(
                        "accounts/import?domains=create&absent=keep&mode=" + (run.rows() ? "rows" : "all") + "&dryRun="
                                + run.dryRun(),
                        "application/x-ndjson",
                        String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
                        run.reason());
        applied |= report.getBoolean("applied", false);
        List<RowError> errors = errors(report, sent);
        boolean again = first && errors.stream().anyMatch(RowError::isOutdated);
        // In mode "all" a second attempt counts all rows again.
        if (run.rows() || !again) {
            counts.add(report);
        }
        return errors;
    }

    private List<RowError> errors(JsonObject report, List<String> sent) {
        List<RowError> errors = ApiAnswer.objects(report, "errors").stream()
                .map(each -> new RowError(
                        sent.get(ApiAnswer.number(each, "line") - 1),
                        each.getString("field", ""),
                        each.getString("message", "")))
                .collect(Collectors.toCollection(ArrayList::new));
        long shown = errors.stream().map(RowError::address).distinct().count();
        if (ApiAnswer.number(report, "rejected") > shown) {
            run.notes()
                    .refused(
                            "accounts",
                            (ApiAnswer.number(report, "rejected") - shown) + " more, which the report does not list");
        }
        return errors;
    }

    private JsonObject row(String address, ImportData.Account source, Optional<JsonObject> known, boolean report) {
        JsonObjectBuilder row = Json.createObjectBuilder().add("address", address);
        row.add("version", known.map(AccountRows::version).orElse("new"));
        if (source.hasSecret()) {
            row.add("secret", source.secret());
        }
        if (known.isEmpty()) {
            row.add("mailHost", run.mailHost().orElse(""));
        }
        ImportedState.add(row, source, known);
        JsonObject permissions = permissions(address, source, permissionsOf(known), report);
        if (!permissions.isEmpty()) {
            row.add(PERMISSIONS, permissions);
        }
        return row.build();
    }

    private JsonObject permissions(String address, ImportData.Account source, JsonObject current, boolean report) {
        JsonObjectBuilder permissions = Json.createObjectBuilder();
        source.permissions().forEach((name, value) -> {
            value.ifPresent(given -> permissions.add(name, given));
            JsonValue restricted = name.equals("requireTls") ? JsonValue.TRUE : JsonValue.FALSE;
            if (value.isEmpty() && restricted.equals(current.get(name)) && report) {
                kept(address, PERMISSIONS + "." + name + " " + current.get(name));
            }
        });
        if (source.networks().isPresent()) {
            permissions.add(NETWORKS, networks(address, source.networks().get(), report));
        } else if (knowsNetworks && current.containsKey(NETWORKS) && report) {
            kept(address, PERMISSIONS + "." + NETWORKS + " " + current.getString(NETWORKS, ""));
        }
        return permissions.build();
    }

    /** The permissions that an entry of Sekisho has of its own; none if it inherits all of them. */
    private static JsonObject permissionsOf(Optional<JsonObject> entry) {
        return entry.map(each -> each.getJsonObject(PERMISSIONS)).orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    private static String version(JsonObject account) {
        if (!account.containsKey("version")) {
            // Without a version Sekisho replaces the whole account, and members that are not in the row would be lost.
            throw new CtlException(Exit.UNKNOWN, "This node is older than sekishoctl: its accounts have no version");
        }
        return ApiAnswer.text(account, "version");
    }

    /** The networks of an account override those of its domain, so they must not be wider. */
    private String networks(String address, String source, boolean report) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        String ofDomain =
                permissionsOf(Optional.ofNullable(domains.get(domain))).getString(NETWORKS, "any");
        String narrowed = AllowedNetworks.inBoth(source, ofDomain);
        if (!narrowed.equals(source) && report) {
            run.notes()
                    .kept(
                            "account " + address,
                            PERMISSIONS + "." + NETWORKS + " becomes " + narrowed
                                    + ", because its domain permits no more");
        }
        return narrowed;
    }

    private void kept(String address, String what) {
        run.notes().kept("account " + address, "keeps " + what + ", which the import source does not define");
    }
}
