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
 * {@code import}: makes or replaces accounts by the file, or carries over what another system has; Sekisho judges all
 * accounts before it writes.
 *
 * <p>Confined to one run.
 */
@Command(
        name = "import",
        description = {
            "Makes or replaces accounts from CSV (first line: the API's names, such as address,mailHost,secret,sendLimits)"
                    + " or JSON lines. With --from, carries over domains, accounts, aliases and limits of another system, which it only"
                    + " reads; what cannot be carried over is told.",
            "All rows or none are written, unless --rows. What is wrong is told by line. A second run changes nothing.",
            "The password of a database is SEKISHOCTL_SOURCE_PASSWORD, or stands in ~/.pgpass."
        })
final class ImportCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The file; .csv is CSV, anything else JSON lines. With --from, the other system's file, or its"
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
            description = "With --from passwd-file and virtual: the domain of names that have none.")
    private @Nullable String domain;

    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            description =
                    "With --from: the scheme of passwords that tell none, such as CRYPT; Dovecot's default_pass_scheme.")
    private @Nullable String scheme;

    @Option(names = "--dry-run", description = "Only tells what would become of it.")
    private boolean dryRun;

    @Option(names = "--rows", description = "Writes the rows that are sound, whatever the others are.")
    private boolean rows;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit trail.")
    private @Nullable String reason;

    ImportCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        if (from != null) {
            return carryOver(from);
        }
        TextFile rowsOfFile;
        try {
            rowsOfFile = TextFile.read(Path.of(file));
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, file + " cannot be read: " + e.getMessage(), e);
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

    private int carryOver(String system) {
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
                + report.getInt("rejected", 0) + " wrong"
                + (report.getBoolean("applied", false) ? "" : "; nothing was written");
    }
}
