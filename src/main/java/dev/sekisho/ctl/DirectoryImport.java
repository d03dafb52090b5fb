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
 * Brings a {@link ImportData} to Sekisho by its API: accounts as one import, all or none, then domains, aliases and
 * limits, each only where it differs from what Sekisho has.
 *
 * <p>What the other system does not decide stays as it is in Sekisho: plan, moves, limits, permissions, states that
 * staff set here, and the mail host of an account that is there already. What was changed in Sekisho since it was read
 * is not overwritten: each change depends on the entry being the one that was read.
 *
 * <p>Confined to one run.
 */
final class DirectoryImport {
    private final ImportRun run;
    private final ImportData importData;
    private boolean stopped;

    DirectoryImport(ApiClient sekisho, ImportData importData, ImportRun.Options options) {
        this.run = new ImportRun(sekisho, options, new ImportNotes());
        this.importData = importData;
    }

    /** Does it, unless it is a dry run, and tells. */
    JsonObject report(String system) {
        Map<String, JsonObject> domains = run.all("domains", "name");
        AccountRows accounts = new AccountRows(run, importData, domains);
        // All or none: what hangs on the accounts waits too.
        stopped = !accounts.send();
        ImportCounts newDomains = domains(domains.keySet());
        ImportCounts aliases = aliases();
        ImportCounts limits = limits();
        JsonArrayBuilder notCarried = Json.createArrayBuilder();
        // Texts of limits are judged when they are asked for, so the reasons come last.
        importData.notCarried().forEach(each -> notCarried.add(ImportNotes.entry(each.place(), each.reason())));
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
                .add("notCarried", notCarried)
                .add("notCarriedMore", importData.notKept())
                .build();
    }

    /** The report as a postmaster reads it. */
    static String text(JsonObject report) {
        StringBuilder text = new StringBuilder();
        lines(text, "not carried over: ", report, "notCarried");
        int more = report.getInt("notCarriedMore");
        text.append(more == 0 ? "" : "not carried over: " + more + " more\n");
        lines(text, "kept: ", report, "kept");
        lines(text, "refused: ", report, "refused");
        int clear = report.getInt("clearPasswords");
        text.append(clear == 0 ? "" : clear + " passwords are stored in the clear\n");
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
            // The accounts' import has made those of accounts; whoever made one meanwhile gave it what it has.
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

    /** Where limits are shown, and where they are put. */
    @Immutable
    private record LimitPlace(String shownAt, String path, String member) {}

    private void limit(ImportCounts counts, String whose, LimitPlace place, String text) {
        ApiClient.Entry before;
        try {
            before = run.sekisho().entry(place.shownAt);
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
     * Puts an entry as it was read, unless nothing is to be written; false if Sekisho refuses it, which is told.
     *
     * @param before as it was read; empty if it was not there
     * @param ifAbsent whether one that is there by now is as good
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
                run.notes().refused(place, "was changed " + AccountRows.SINCE_IT_WAS_READ + ": run it again");
            }
            return false;
        }
    }
}
