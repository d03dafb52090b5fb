// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.importer.ImportData;
import dev.sekisho.importer.TextFile;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code import}: creates or replaces accounts from a file, or imports from another system. Sekisho validates all
 * accounts before it writes.
 */
@Command(
        name = "import",
        description = {
            "Creates or replaces accounts from CSV (first line: names of the API, such as"
                    + " address,mailHost,secret,sendLimits) or JSON lines. With --from, imports domains, accounts,"
                    + " aliases"
                    + " and limits of another system, which it only reads; lists what it skipped.",
            "Writes all rows or none, unless --rows. Reports errors by line. A second run changes nothing.",
            "The password of a database is SEKISHOCTL_SOURCE_PASSWORD, or in ~/.pgpass."
        })
final class ImportCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The file; .csv is CSV, anything else JSON lines. With --from, a file of the other system, or its"
                            + " database as jdbc:postgresql://host/name?user=name.")
    private String file = "";

    @Option(
            names = "--from",
            paramLabel = "SYSTEM",
            description = "postfixadmin, iredmail, iredapd, policyd (databases), passwd-file, virtual,"
                    + " policyd-rate-limit (files).")
    private @Nullable String from;

    @Option(names = "--mail-host", paramLabel = "NAME", description = "With --from: the mail host of new accounts.")
    private @Nullable String mailHost;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            description = "With --from passwd-file and virtual: the domain of names without one.")
    private @Nullable String domain;

    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            description =
                    "With --from: the scheme of passwords without one, such as CRYPT; Dovecot's default_pass_scheme.")
    private @Nullable String scheme;

    @Option(names = "--dry-run", description = "Report only, write nothing.")
    private boolean dryRun;

    @Option(names = "--rows", description = "Write the valid rows even if others have errors.")
    private boolean rows;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, for the audit trail.")
    private @Nullable String reason;

    ImportCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        if (from != null) {
            return importFrom(from);
        }
        TextFile rowsOfFile;
        try {
            rowsOfFile = TextFile.read(Path.of(file));
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read " + file + ": " + e.getMessage(), e);
        }
        if (rowsOfFile.latin1()) {
            ctl.warn(file + " " + TextFile.LATIN_1);
        }
        boolean csv = file.toLowerCase(Locale.ROOT).endsWith(".csv");
        JsonObject report = ctl.sekisho()
                .upload(
                        "accounts/import?mode=" + (rows ? "rows" : "all") + "&dryRun=" + dryRun,
                        csv ? "text/csv" : "application/x-ndjson",
                        rowsOfFile.text().getBytes(StandardCharsets.UTF_8),
                        Optional.ofNullable(reason));
        ctl.output().print(report, text(report));
        return report.getInt("rejected", 0) == 0 ? Exit.OK : Exit.NO;
    }

    private int importFrom(String system) {
        ImportData importData = new ImportSource(
                        system,
                        file,
                        new ImportSource.Hints(Optional.ofNullable(scheme), Optional.ofNullable(domain)),
                        ctl.profile().value("source-password"),
                        ctl.insecureHttp())
                .read();
        ImportRun.Options options =
                new ImportRun.Options(Optional.ofNullable(mailHost), dryRun, rows, Optional.ofNullable(reason));
        JsonObject report = new DirectoryImport(ctl.sekisho(), importData, options).report(system);
        ctl.output().print(report, DirectoryImport.text(report));
        return report.getJsonArray("refused").isEmpty() ? Exit.OK : Exit.NO;
    }

    private static String text(JsonObject report) {
        String errors = report.containsKey("errors")
                ? report.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(each -> "line " + each.getInt("line", 0) + ": "
                                + (each.getString("field", "") + " " + each.getString("message", "")).strip() + "\n")
                        .collect(Collectors.joining())
                : "";
        return errors + report.getInt("rows", 0) + " rows: " + report.getInt("created", 0) + " new, "
                + report.getInt("changed", 0) + " changed, " + report.getInt("unchanged", 0) + " unchanged, "
                + report.getInt("rejected", 0) + " with errors"
                + (report.getBoolean("applied", false) ? "" : "; nothing was written");
    }
}
