// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.origin.Harvest;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings a {@link Harvest} to the gate by its API: accounts as one import, all or none, then domains, aliases and limits, each only
 * where it differs from what the gate has.
 *
 * <p>What the other system does not decide stays as it is in the gate: plan, moves, limits, permissions, states that staff set
 * here, and the mail host of an account that is there already.
 *
 * <p>Confined to one run.
 */
final class CarryOver {
    private static final int PAGE = 1_000;

    /** How a state begins that the other system decided: such a one it may lift again. */
    private static final String STATUS_REASON = "carried over: ";

    private final GateClient gate;
    private final Harvest harvest;
    private final Optional<String> mailHost;
    private final boolean dryRun;
    private final boolean rows;
    private final Optional<String> reason;
    private final JsonArrayBuilder refused = Json.createArrayBuilder();
    private boolean stopped;

    CarryOver(
            GateClient gate,
            Harvest harvest,
            Optional<String> mailHost,
            boolean dryRun,
            boolean rows,
            Optional<String> reason) {
        this.gate = gate;
        this.harvest = harvest;
        this.mailHost = mailHost;
        this.dryRun = dryRun;
        this.rows = rows;
        this.reason = reason;
    }

    /** What became, or would become, of entries of one kind. */
    private static final class Counts {
        private int made;
        private int changed;
        private int unchanged;

        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("made", made)
                    .add("changed", changed)
                    .add("unchanged", unchanged)
                    .build();
        }
    }

    /** Does it, unless it is a dry run, and tells. */
    JsonObject report(String system) {
        Set<String> domains = new TreeSet<>(all("domains", "name").keySet());
        Counts accounts = accounts();
        Counts newDomains = domains(domains);
        Counts aliases = aliases();
        Counts limits = limits();
        JsonArrayBuilder notCarried = Json.createArrayBuilder();
        // Texts of limits are judged when they are asked for, so the reasons come last.
        harvest.notCarried().forEach(each -> notCarried.add(entry(each.place(), each.reason())));
        return Json.createObjectBuilder()
                .add("from", system)
                .add("applied", !dryRun && !stopped)
                .add("domains", newDomains.json())
                .add("accounts", accounts.json())
                .add("aliases", aliases.json())
                .add("limits", limits.json())
                .add("clearPasswords", harvest.clearPasswords())
                .add("refused", refused)
                .add("notCarried", notCarried)
                .add("notCarriedMore", harvest.notKept())
                .build();
    }

    /** The report as a postmaster reads it. */
    static String text(JsonObject report) {
        StringBuilder text = new StringBuilder();
        lines(text, "not carried over: ", report, "notCarried");
        int more = report.getInt("notCarriedMore");
        text.append(more == 0 ? "" : "not carried over: " + more + " more\n");
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

    private static JsonObject entry(String place, String reason) {
        return Json.createObjectBuilder()
                .add("place", place)
                .add("reason", reason)
                .build();
    }

    /** All entries of a collection, by their key. */
    private SortedMap<String, JsonObject> all(String collection, String key) {
        SortedMap<String, JsonObject> entries = new TreeMap<>();
        String after = "";
        do {
            JsonValue page = gate.get(collection + "?limit=" + PAGE + "&after=" + GateClient.encoded(after));
            JsonObject object = page.asJsonObject();
            object.getJsonArray("entries")
                    .getValuesAs(JsonObject.class)
                    .forEach(each -> entries.put(each.getString(key), each));
            after = object.getString("next", "");
        } while (!after.isEmpty());
        return entries;
    }

    private Counts accounts() {
        Counts counts = new Counts();
        if (harvest.accounts().isEmpty()) {
            return counts;
        }
        Map<String, JsonObject> known = all("accounts", "address");
        List<String> addresses = new ArrayList<>(harvest.accounts().keySet());
        if (mailHost.isEmpty() && !known.keySet().containsAll(addresses)) {
            throw new CtlException(Exit.UNKNOWN, "New accounts need a mail host: --mail-host NAME");
        }
        String lines = addresses.stream()
                .map(address -> account(address, Optional.ofNullable(known.get(address)))
                        .toString())
                .collect(Collectors.joining("\n"));
        JsonObject report = gate.upload(
                "accounts/import?domains=make&mode=" + (rows ? "rows" : "all") + "&dryRun=" + dryRun,
                "application/x-ndjson",
                HttpRequest.BodyPublishers.ofString(lines),
                reason);
        report.getJsonArray("errors")
                .getValuesAs(JsonObject.class)
                .forEach(each -> refused.add(entry(
                        "account " + addresses.get(each.getInt("line") - 1),
                        (each.getString("field", "") + " " + each.getString("message", "")).strip())));
        counts.made = report.getInt("made");
        counts.changed = report.getInt("changed");
        counts.unchanged = report.getInt("unchanged");
        // All or none: what hangs on the accounts waits too.
        stopped = !dryRun && !report.getBoolean("applied");
        return counts;
    }

    /** An account as it is in the gate, with what the other system decides. */
    private JsonObject account(String address, Optional<JsonObject> known) {
        Harvest.Account there = harvest.accounts().get(address);
        if (there == null) {
            throw new IllegalStateException("no such account in the harvest");
        }
        JsonObjectBuilder body = Json.createObjectBuilder(known.orElse(JsonValue.EMPTY_JSON_OBJECT));
        body.add("address", address).add("secret", there.secret());
        if (known.isEmpty()) {
            body.add("mailHost", mailHost.orElse(""));
        }
        String status = known.map(each -> each.getString("status")).orElse("active");
        boolean carried = known.map(each -> each.getString("statusReason", ""))
                .filter(each -> each.startsWith(STATUS_REASON))
                .isPresent();
        if (there.inactive().isPresent() && (status.equals("active") || carried)) {
            body.add("status", "suspended")
                    .add("statusReason", STATUS_REASON + there.inactive().get());
        } else if (there.inactive().isEmpty() && carried) {
            body.add("status", "active").remove("statusReason");
        }
        there.permissions()
                .forEach((name, value) ->
                        value.ifPresentOrElse(given -> body.add(name, given), () -> body.remove(name)));
        there.networks().ifPresent(text -> {
            if (text.isEmpty()) {
                body.remove("permitNetworks");
            } else {
                body.add("permitNetworks", text);
            }
        });
        return body.build();
    }

    private Counts domains(Set<String> known) {
        Counts counts = new Counts();
        for (String name : harvest.domains()) {
            if (known.contains(name)) {
                counts.unchanged++;
            } else if (put("domain " + name, "domains/" + GateClient.encoded(name), JsonValue.EMPTY_JSON_OBJECT)) {
                counts.made++;
            }
        }
        return counts;
    }

    private Counts aliases() {
        Counts counts = new Counts();
        if (harvest.aliases().isEmpty()) {
            return counts;
        }
        Map<String, JsonObject> known = all("aliases", "address");
        harvest.aliases().forEach((address, targets) -> {
            Optional<JsonObject> before = Optional.ofNullable(known.get(address));
            if (before.map(CarryOver::targets).filter(targets::equals).isPresent()) {
                counts.unchanged++;
                return;
            }
            JsonObject body = Json.createObjectBuilder()
                    .add("targets", Json.createArrayBuilder(targets))
                    .build();
            if (put("alias " + address, "aliases/" + GateClient.encoded(address), body)) {
                counts.made += before.isEmpty() ? 1 : 0;
                counts.changed += before.isEmpty() ? 0 : 1;
            }
        });
        return counts;
    }

    private static Set<String> targets(JsonObject alias) {
        return alias.getJsonArray("targets").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Counts limits() {
        Counts counts = new Counts();
        harvest.limits().forEach((whose, text) -> {
            String path = whose.equals(Harvest.INSTALLATION)
                    ? "limits/installation"
                    : (whose.contains("@") ? "limits/accounts/" : "limits/domains/") + GateClient.encoded(whose);
            limit(counts, whose, path, path, "sendLimits", text);
        });
        harvest.pools().forEach((domain, text) -> {
            String path = GateClient.encoded(domain);
            limit(
                    counts,
                    "pool of " + domain,
                    "domains/" + path,
                    "limits/domains/" + path + "/pool",
                    "poolLimits",
                    text);
        });
        return counts;
    }

    private void limit(Counts counts, String whose, String shownAt, String path, String member, String text) {
        Optional<JsonObject> before;
        try {
            before = Optional.of(gate.get(shownAt).asJsonObject());
        } catch (CtlException e) {
            if (e.exitCode() != Exit.NO) {
                throw e;
            }
            refused.add(entry("limits of " + whose, String.valueOf(e.getMessage())));
            return;
        }
        String now = before.map(each -> each.getString(member, "")).orElse("");
        if (now.equals(text)) {
            counts.unchanged++;
        } else if (put(
                "limits of " + whose,
                path,
                Json.createObjectBuilder().add("sendLimits", text).build())) {
            counts.made += now.isEmpty() ? 1 : 0;
            counts.changed += now.isEmpty() ? 0 : 1;
        }
    }

    /** Puts an entry unless nothing is to be written; false if the gate refuses it, which is told. */
    private boolean put(String place, String path, JsonObject body) {
        if (stopped || dryRun) {
            return true;
        }
        try {
            gate.api("PUT", path, body, reason);
            return true;
        } catch (CtlException e) {
            if (e.exitCode() != Exit.NO) {
                throw e;
            }
            refused.add(entry(place, String.valueOf(e.getMessage())));
            return false;
        }
    }
}
