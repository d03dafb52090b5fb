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
 * The accounts of a {@link ImportData} as rows of one import. A row has what the other system decides and no more, and
 * the version that the account had when it was read: what staff or Sekisho changed meanwhile is not overwritten. Such
 * rows are sent once more with fresh data.
 *
 * <p>A restriction of Sekisho is never taken away; where the other system has none, that is told.
 *
 * <p>Confined to one run.
 */
final class AccountRows {
    /** What Sekisho says of rows whose accounts were changed, made or deleted meanwhile. */
    static final String SINCE_IT_WAS_READ = "since it was read";

    private static final String PERMISSIONS = "permissions";
    private static final String NETWORKS = "networks";

    private final ImportRun run;
    private final ImportData importData;
    private final Map<String, JsonObject> domains;
    private final boolean knowsNetworks;
    private final ImportCounts counts = new ImportCounts();
    private boolean applied;

    /** @param domains those of Sekisho, by name */
    AccountRows(ImportRun run, ImportData importData, Map<String, JsonObject> domains) {
        this.run = run;
        this.importData = importData;
        this.domains = domains;
        this.knowsNetworks = importData.accounts().values().stream()
                .anyMatch(each -> each.networks().isPresent());
    }

    /** A row's error as Sekisho reports it. */
    @Immutable
    private record Wrong(String address, String field, String message) {
        boolean isLate() {
            return message.contains(SINCE_IT_WAS_READ);
        }

        String reason() {
            return isLate() ? message : (field + " " + message).strip();
        }
    }

    /** Sends all of them; false if none was written, so that what hangs on them has to wait. */
    boolean send() {
        if (importData.accounts().isEmpty()) {
            return true;
        }
        List<Wrong> wrong = attempt(List.copyOf(importData.accounts().keySet()), true);
        List<String> late = wrong.stream()
                .filter(Wrong::isLate)
                .map(Wrong::address)
                .distinct()
                .toList();
        boolean onlyLate = late.size() == wrong.size();
        if (!late.isEmpty() && (run.rows() || onlyLate)) {
            wrong.stream()
                    .filter(each -> !each.isLate())
                    .forEach(each -> run.notes().refused("account " + each.address(), each.reason()));
            wrong = attempt(
                    run.rows() ? late : List.copyOf(importData.accounts().keySet()), false);
        }
        wrong.forEach(each -> run.notes().refused("account " + each.address(), each.reason()));
        return applied || run.dryRun();
    }

    ImportCounts counts() {
        return counts;
    }

    private List<Wrong> attempt(List<String> addresses, boolean first) {
        Map<String, JsonObject> known = run.all("accounts", "address");
        boolean anyNew = false;
        List<String> sent = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String address : addresses) {
            ImportData.Account there = importData.accounts().get(address);
            Optional<JsonObject> here = Optional.ofNullable(known.get(address));
            if (there == null || (here.isEmpty() && !there.hasSecret())) {
                continue;
            }
            anyNew |= here.isEmpty();
            sent.add(address);
            lines.add(row(address, there, here, first).toString());
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
        List<Wrong> wrong = wrong(report, sent);
        boolean again = first && wrong.stream().anyMatch(Wrong::isLate);
        // Of all or none a second attempt counts all rows again.
        if (run.rows() || !again) {
            counts.add(report);
        }
        return wrong;
    }

    private List<Wrong> wrong(JsonObject report, List<String> sent) {
        List<Wrong> wrong = ApiAnswer.objects(report, "errors").stream()
                .map(each -> new Wrong(
                        sent.get(ApiAnswer.number(each, "line") - 1),
                        each.getString("field", ""),
                        each.getString("message", "")))
                .collect(Collectors.toCollection(ArrayList::new));
        long shown = wrong.stream().map(Wrong::address).distinct().count();
        if (ApiAnswer.number(report, "rejected") > shown) {
            run.notes()
                    .refused(
                            "accounts",
                            (ApiAnswer.number(report, "rejected") - shown) + " more, which Sekisho does not name");
        }
        return wrong;
    }

    private JsonObject row(String address, ImportData.Account there, Optional<JsonObject> known, boolean tell) {
        JsonObjectBuilder row = Json.createObjectBuilder().add("address", address);
        row.add("version", known.map(AccountRows::version).orElse("new"));
        if (there.hasSecret()) {
            row.add("secret", there.secret());
        }
        if (known.isEmpty()) {
            row.add("mailHost", run.mailHost().orElse(""));
        }
        ImportedState.add(row, there, known);
        JsonObject permissions = permissions(address, there, permissionsOf(known), tell);
        if (!permissions.isEmpty()) {
            row.add(PERMISSIONS, permissions);
        }
        return row.build();
    }

    private JsonObject permissions(String address, ImportData.Account there, JsonObject here, boolean tell) {
        JsonObjectBuilder permissions = Json.createObjectBuilder();
        there.permissions().forEach((name, value) -> {
            value.ifPresent(given -> permissions.add(name, given));
            JsonValue restricted = name.equals("requireTls") ? JsonValue.TRUE : JsonValue.FALSE;
            if (value.isEmpty() && restricted.equals(here.get(name)) && tell) {
                kept(address, PERMISSIONS + "." + name + " " + here.get(name));
            }
        });
        if (there.networks().isPresent()) {
            permissions.add(NETWORKS, networks(address, there.networks().get(), tell));
        } else if (knowsNetworks && here.containsKey(NETWORKS) && tell) {
            kept(address, PERMISSIONS + "." + NETWORKS + " " + here.getString(NETWORKS, ""));
        }
        return permissions.build();
    }

    /** The permissions that an entry of Sekisho has of its own; none if it inherits all of them. */
    private static JsonObject permissionsOf(Optional<JsonObject> entry) {
        return entry.map(each -> each.getJsonObject(PERMISSIONS)).orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    private static String version(JsonObject account) {
        if (!account.containsKey("version")) {
            // Without it Sekisho takes a row for the whole account, and what is not in it would be lost.
            throw new CtlException(Exit.UNKNOWN, "This node is older than sekishoctl: its accounts have no version");
        }
        return ApiAnswer.text(account, "version");
    }

    /** An account's networks take the place of its domain's, so they must not be wider. */
    private String networks(String address, String there, boolean tell) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        String ofDomain =
                permissionsOf(Optional.ofNullable(domains.get(domain))).getString(NETWORKS, "any");
        String narrowed = AllowedNetworks.inBoth(there, ofDomain);
        if (!narrowed.equals(there) && tell) {
            run.notes()
                    .kept(
                            "account " + address,
                            PERMISSIONS + "." + NETWORKS + " becomes " + narrowed
                                    + ", since its domain permits no more");
        }
        return narrowed;
    }

    private void kept(String address, String what) {
        run.notes().kept("account " + address, "keeps " + what + ", of which the other system has no word");
    }
}
