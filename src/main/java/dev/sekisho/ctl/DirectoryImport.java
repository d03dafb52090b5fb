// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.importer.ImportData;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Imports {@link ImportData} through Sekisho's API: accounts as one import, all or none, then domains, aliases and
 * limits, each only where it differs from the entry in Sekisho.
 *
 * <p>The import does not change what the source does not define: plans, moves, limits, permissions, states that staff
 * set, and the mail host of an existing account. It does not overwrite changes since it read an entry: each of its
 * changes has a precondition.
 */
final class DirectoryImport {
    private final ImportRun run;
    private final ImportData importData;
    private boolean stopped;

    DirectoryImport(ApiClient sekisho, ImportData importData, ImportRun.Options options) {
        this.run = new ImportRun(sekisho, options, new ImportNotes());
        this.importData = importData;
    }

    /** Runs the import, or simulates it for a dry run, and returns its report. */
    JsonObject report(String system) {
        Map<String, JsonObject> domains = run.all("domains", "name");
        AccountRows accounts = new AccountRows(run, importData, domains);
        // All or none: entries that depend on the accounts are not written either.
        stopped = !accounts.send();
        ImportCounts newDomains = domains(domains.keySet());
        ImportCounts aliases = aliases();
        ImportCounts limits = limits();
        JsonArrayBuilder skipped = Json.createArrayBuilder();
        // ImportData validates the text of a limit when it is read, so these come last.
        importData.skipped().forEach(each -> skipped.add(ImportNotes.entry(each.place(), each.reason())));
        return Json.createObjectBuilder()
                .add("from", system)
                .add("applied", !run.dryRun() && !stopped)
                .add("domains", newDomains.json())
                .add("accounts", accounts.counts().json())
                .add("aliases", aliases.json())
                .add("limits", limits.json())
                .add("clearPasswords", importData.clearPasswords())
                .add("refused", run.notes().refused())
                .add("kept", run.notes().kept())
                .add("skipped", skipped)
                .add("skippedMore", importData.skippedMore())
                .build();
    }

    /** The report as text. */
    static String text(JsonObject report) {
        StringBuilder text = new StringBuilder();
        lines(text, "skipped: ", report, "skipped");
        int more = report.getInt("skippedMore");
        text.append(more == 0 ? "" : "skipped: " + more + " more\n");
        lines(text, "kept: ", report, "kept");
        lines(text, "refused: ", report, "refused");
        int clear = report.getInt("clearPasswords");
        text.append(clear == 0 ? "" : clear + " passwords are stored as clear text\n");
        for (String kind : List.of("domains", "accounts", "aliases", "limits")) {
            JsonObject counts = report.getJsonObject(kind);
            text.append(kind + ": " + counts.getInt("made") + " new, " + counts.getInt("changed") + " changed, "
                    + counts.getInt("unchanged") + " unchanged\n");
        }
        return text + (report.getBoolean("applied") ? "done" : "nothing was written");
    }

    private static void lines(StringBuilder text, String title, JsonObject report, String name) {
        report.getJsonArray(name)
                .getValuesAs(JsonObject.class)
                .forEach(each -> text.append(title)
                        .append(each.getString("place"))
                        .append(": ")
                        .append(each.getString("reason"))
                        .append('\n'));
    }

    private ImportCounts domains(Set<String> known) {
        ImportCounts counts = new ImportCounts();
        for (String name : importData.domains()) {
            if (known.contains(name)) {
                counts.unchanged();
                continue;
            }
            // The import of accounts has created their domains. A domain that exists by now keeps its settings.
            String path = "domains/" + ApiClient.encoded(name);
            if (put("domain " + name, path, JsonValue.EMPTY_JSON_OBJECT, Optional.empty(), true)) {
                counts.made();
            }
        }
        return counts;
    }

    private ImportCounts aliases() {
        ImportCounts counts = new ImportCounts();
        if (importData.aliases().isEmpty()) {
            return counts;
        }
        Map<String, JsonObject> known = run.all("aliases", "address");
        importData.aliases().forEach((address, targets) -> {
            Optional<JsonObject> before = Optional.ofNullable(known.get(address));
            if (before.map(DirectoryImport::targets).filter(targets::equals).isPresent()) {
                counts.unchanged();
                return;
            }
            JsonObject body = Json.createObjectBuilder()
                    .add("targets", Json.createArrayBuilder(targets))
                    .build();
            Optional<ApiClient.Entry> read = before.map(
                    each -> new ApiClient.Entry(each, Optional.of('"' + each.getString("version", "") + '"')));
            if (put("alias " + address, "aliases/" + ApiClient.encoded(address), body, read, false)) {
                if (before.isEmpty()) {
                    counts.made();
                } else {
                    counts.changed();
                }
            }
        });
        return counts;
    }

    private static Set<String> targets(JsonObject alias) {
        return alias.getJsonArray("targets").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ImportCounts limits() {
        ImportCounts counts = new ImportCounts();
        importData.limits().forEach((whose, text) -> {
            String path = whose.equals(ImportData.INSTALLATION)
                    ? "limits/installation"
                    : (whose.contains("@") ? "limits/accounts/" : "limits/domains/") + ApiClient.encoded(whose);
            limit(counts, "limits of " + whose, new LimitPlace(path, path, "sendLimits"), text);
        });
        importData.pools().forEach((domain, text) -> {
            String path = ApiClient.encoded(domain);
            limit(
                    counts,
                    "limits of pool of " + domain,
                    new LimitPlace("domains/" + path, "limits/domains/" + path + "/pool", "poolLimits"),
                    text);
        });
        return counts;
    }

    /** The paths at which limits are read and written, and the member that contains them. */
    @Immutable
    private record LimitPlace(String readPath, String path, String member) {}

    private void limit(ImportCounts counts, String whose, LimitPlace place, String text) {
        ApiClient.Entry before;
        try {
            before = run.sekisho().entry(place.readPath);
        } catch (CtlException e) {
            if (e.exitCode() != Exit.NO) {
                throw e;
            }
            run.notes().refused(whose, String.valueOf(e.getMessage()));
            return;
        }
        String now = before.body().getString(place.member, "");
        JsonObject body = Json.createObjectBuilder().add("sendLimits", text).build();
        if (now.equals(text)) {
            counts.unchanged();
        } else if (put(whose, place.path, body, Optional.of(before), false)) {
            if (now.isEmpty()) {
                counts.made();
            } else {
                counts.changed();
            }
        }
    }

    /**
     * Writes an entry if it is still as read, unless nothing is to be written; reports a rejection and returns false.
     *
     * @param before the entry as read; empty if it did not exist
     * @param ifAbsent whether an entry that exists by now counts as success
     */
    private boolean put(
            String place, String path, JsonObject body, Optional<ApiClient.Entry> before, boolean ifAbsent) {
        if (stopped || run.dryRun()) {
            return true;
        }
        try {
            run.sekisho().put(path, body, before, run.reason());
            return true;
        } catch (CtlException e) {
            if (e.exitCode() != Exit.NO) {
                throw e;
            }
            if (!e.isPreconditionFailed()) {
                run.notes().refused(place, String.valueOf(e.getMessage()));
            } else if (ifAbsent) {
                return true;
            } else {
                run.notes().refused(place, "was changed " + AccountRows.SINCE_IT_WAS_READ + ": repeat the import");
            }
            return false;
        }
    }
}
