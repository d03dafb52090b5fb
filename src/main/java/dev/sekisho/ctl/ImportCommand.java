// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.JsonObject;
import java.nio.file.Files;
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
 * {@code import}: makes or replaces accounts by the file; the gate judges the whole of it before it writes.
 *
 * <p>Confined to one run.
 */
@Command(
        name = "import",
        description = {
            "Makes or replaces accounts from CSV (first line: the API's names, such as address,mailHost,secret,sendLimits)"
                    + " or JSON lines.",
            "All rows or none are written, unless --rows. What is wrong is told by line. A second run changes nothing."
        })
final class ImportCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Parameters(paramLabel = "FILE", description = "The file; .csv is CSV, anything else JSON lines.")
    private Path file = Path.of("");

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
        if (!Files.isReadable(file)) {
            throw new CtlException(Exit.UNKNOWN, file + " cannot be read");
        }
        boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        JsonObject report = ctl.gate()
                .upload(
                        "accounts/import?mode=" + (rows ? "rows" : "all") + "&dryRun=" + dryRun,
                        csv ? "text/csv" : "application/x-ndjson",
                        file,
                        Optional.ofNullable(reason));
        ctl.output().print(report, text(report));
        return report.getInt("refused", 0) == 0 ? Exit.OK : Exit.NO;
    }

    private static String text(JsonObject report) {
        String errors = report.containsKey("errors")
                ? report.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(each -> "line " + each.getInt("line", 0) + ": "
                                + (each.getString("field", "") + " " + each.getString("message", "")).strip() + "\n")
                        .collect(Collectors.joining())
                : "";
        return errors + report.getInt("rows", 0) + " rows: " + report.getInt("made", 0) + " new, "
                + report.getInt("changed", 0) + " changed, " + report.getInt("unchanged", 0) + " unchanged, "
                + report.getInt("refused", 0) + " wrong"
                + (report.getBoolean("applied", false) ? "" : "; nothing was written");
    }
}
