// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code import}: makes or replaces accounts, row by row.
 *
 * <p>Confined to one run.
 */
@Command(
        name = "import",
        description = {
            "Makes or replaces accounts from CSV (first line: the API's names, such as address,mailHost,secret,sendLimits)"
                    + " or JSON lines.",
            "The whole file is read first; if a row cannot be read, nothing is sent. A row that the gate refuses is told"
                    + " with its line, and the others go on. A second run changes nothing."
        })
final class ImportCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Parameters(paramLabel = "FILE", description = "The file; .csv is CSV, anything else JSON lines.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Reads the file and tells what is wrong with it, sends nothing.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit trail.")
    private @Nullable String reason;

    ImportCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        List<AccountRow> rows = read();
        JsonArrayBuilder errors = Json.createArrayBuilder();
        StringBuilder text = new StringBuilder();
        int failed = 0;
        for (AccountRow each : rows) {
            if (each.error() != null) {
                failed++;
                tell(errors, text, each, each.error());
            }
        }
        int sent = 0;
        if (failed == 0 && !dryRun) {
            GateClient gate = ctl.gate();
            for (AccountRow each : rows) {
                try {
                    gate.api(
                            "PUT",
                            "accounts/" + GateClient.encoded(each.address()),
                            each.account(),
                            Optional.ofNullable(reason));
                    sent++;
                } catch (CtlException e) {
                    if (e.exitCode() != Exit.NO) {
                        throw new CtlException(
                                e.exitCode(),
                                sent + " rows imported, then at line " + each.line() + ": " + e.getMessage(),
                                e);
                    }
                    failed++;
                    tell(errors, text, each, String.valueOf(e.getMessage()));
                }
            }
        }
        text.append(rows.size())
                .append(" rows, ")
                .append(sent)
                .append(dryRun ? " sent (dry run), " : " imported, ")
                .append(failed)
                .append(" wrong");
        ctl.output()
                .print(
                        Json.createObjectBuilder()
                                .add("rows", rows.size())
                                .add("imported", sent)
                                .add("wrong", failed)
                                .add("errors", errors)
                                .build(),
                        text.toString());
        return failed == 0 ? Exit.OK : Exit.NO;
    }

    private static void tell(JsonArrayBuilder errors, StringBuilder text, AccountRow row, String error) {
        errors.add(Json.createObjectBuilder()
                .add("line", row.line())
                .add("address", row.address())
                .add("message", error));
        text.append("line ").append(row.line());
        if (!row.address().isEmpty()) {
            text.append(" (").append(row.address()).append(')');
        }
        text.append(": ").append(error).append('\n');
    }

    private List<AccountRow> read() {
        try {
            String text = Files.readString(file);
            boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
            return csv ? AccountRows.ofCsv(text) : AccountRows.ofJsonLines(text);
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
