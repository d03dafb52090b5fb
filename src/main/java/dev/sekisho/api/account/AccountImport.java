// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.Address;
import dev.sekisho.service.Busy;
import dev.sekisho.service.FieldError;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.account.AccountImportService;
import dev.sekisho.service.account.AccountRequest;
import dev.sekisho.service.account.ImportRow;
import dev.sekisho.service.account.StaleRowsException;
import dev.sekisho.service.change.Etags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Import of accounts from a file: {@code /api/v1/accounts/import}. The whole file is validated before the first row is
 * written.
 */
@ThreadSafe
@Path("/v1/accounts/import")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
@Tag(name = "accounts")
public class AccountImport {
    static final String CSV = "text/csv";
    static final String JSON_LINES = "application/x-ndjson";

    /** Rows of a batch: one query for the existing accounts, one batch of writes. */
    private static final int BATCH = 500;

    /** Imports at a time: each keeps its rows in the heap. */
    private static final int MOST_AT_ONCE = 2;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    @Inject
    private AccountImportService writer;

    @Inject
    private AccountRequests requests;

    @Inject
    private Clock clock;

    @POST
    @Consumes({CSV, JSON_LINES})
    @Operation(
            summary = "Create or replace accounts from a file",
            description = "CSV whose first line names the members of an account (address, mailHost, password or secret,"
                    + " permissions.imap, …), or JSON lines, up to 200,000 rows and 128 MiB in UTF-8. mode=all (the"
                    + " default) writes all rows or none, in one transaction; mode=rows writes the valid rows and"
                    + " reports the others. domains=create creates missing domains. With absent=keep a member"
                    + " that a row"
                    + " does not have keeps its value; with absent=default (the default) it gets the value of a new"
                    + " account. A row may have version, as lists show it: the row is rejected if the account was"
                    + " changed since; version new rejects the row if the account exists. dryRun=true only reports. A"
                    + " secret is stored as it is; a clear-text password is hashed first.")
    public Response put(@BeanParam AccountImportOptions options, @Context HttpHeaders headers, InputStream file)
            throws IOException {
        AccountImportOptions.Chosen chosen = options.chosen();
        if (!places.tryAcquire()) {
            throw new Busy(MOST_AT_ONCE + " imports are running; try again when one has ended.");
        }
        try {
            Reading reading = new Reading(chosen);
            ImportRows.read(file, headers.getMediaType().isCompatible(MediaType.valueOf(CSV)), reading::take);
            return put(reading, chosen);
        } finally {
            places.release();
        }
    }

    private Response put(Reading reading, AccountImportOptions.Chosen chosen) {
        if (!chosen.dryRun() && !(chosen.all() && reading.rejected > 0)) {
            reading.hash();
        }
        List<List<ImportRow>> batches = reading.batches();
        boolean apply = !chosen.dryRun() && !(chosen.all() && reading.rejected > 0);
        AccountImportService.Counts counts = AccountImportService.Counts.NONE;
        try {
            counts = apply ? write(reading, batches, chosen.all()) : writer.compare(batches);
        } catch (StaleRowsException e) {
            // All rows or none: nothing was written, and the report has the rows that prevented it.
            apply = false;
            counts = e.counts();
        }
        counts.stale().forEach(reading::reject);
        ImportReport report = new ImportReport(
                apply,
                reading.rows,
                counts.created(),
                counts.changed(),
                counts.unchanged(),
                reading.rejected,
                reading.errors);
        return Response.status(apply || chosen.dryRun() ? 200 : 400)
                .entity(report)
                .build();
    }

    private AccountImportService.Counts write(Reading reading, List<List<ImportRow>> batches, boolean all) {
        if (all) {
            return writer.writeAll(reading.newDomains(), batches, reading.start);
        }
        AccountImportService.Counts counts = writer.write(reading.newDomains(), List.of(), reading.start);
        for (List<ImportRow> batch : batches) {
            counts = counts.plus(writer.write(Set.of(), List.of(batch), reading.start));
        }
        return counts;
    }

    /** The rows read so far. Confined to the request's thread. */
    private final class Reading {
        private final AccountImportService.Known known = writer.known();
        private final Set<String> seen = new HashSet<>();
        private List<ImportRow> wanted = new ArrayList<>();
        private final List<ImportReport.LineError> errors = new ArrayList<>();
        private final AccountImportOptions.Chosen chosen;
        private final Instant start = clock.instant();
        private int rows;
        private int rejected;

        Reading(AccountImportOptions.Chosen chosen) {
            this.chosen = chosen;
        }

        void take(ImportRows.Row row, String key) {
            rows++;
            Optional<Address> address = Address.parse(key);
            if (!row.error().isEmpty() || address.isEmpty()) {
                boolean line = !row.error().isEmpty();
                reject(
                        row.line(),
                        List.of(new FieldError(
                                line ? "" : "address",
                                line ? row.error() : "must be a mail address such as a@example.org")));
                return;
            }
            try {
                wanted.add(sound(row.line(), address.get(), row.fields()));
            } catch (InvalidFields e) {
                reject(row.line(), e.errors());
            }
        }

        private ImportRow sound(long line, Address address, JsonFields row) {
            AccountRequest request = requests.read(address, row);
            if (!seen.add(address.toString())) {
                row.error("address", "is in an earlier line already");
            }
            boolean isNew = !known.accounts().contains(address.toString());
            boolean keepsHost = chosen.keep() && !isNew && !request.given().contains("mailHost");
            if (!keepsHost) {
                row.requiredText("mailHost");
            }
            if (!chosen.createDomains() && !known.domains().contains(address.domain())) {
                row.error("address", "must be in a domain of the directory");
            }
            if (!keepsHost && !known.mailHosts().contains(request.mailHost())) {
                row.error("mailHost", "must be a mail host of the directory");
            }
            if (request.newSecret().isAbsent() && isNew) {
                row.error("password", "is required for a new account");
            }
            row.check();
            return new ImportRow(line, request, chosen.keep(), Optional.empty());
        }

        /** Hashes clear-text passwords before the first write, so that no transaction waits for it. */
        void hash() {
            List<ImportRow> hashed = new ArrayList<>(wanted.size());
            for (ImportRow each : wanted) {
                try {
                    FieldErrors errorsOfRow = new FieldErrors();
                    Optional<String> secret = each.request().newSecret().toStore(errorsOfRow);
                    errorsOfRow.check();
                    hashed.add(new ImportRow(each.line(), each.request(), each.keep(), secret));
                } catch (InvalidFields e) {
                    reject(each.line(), e.errors());
                }
            }
            wanted = hashed;
        }

        /** Rejects a valid row whose account was changed after the version in the row. */
        void reject(AccountImportService.Stale stale) {
            reject(stale.line(), List.of(new FieldError(Etags.VERSION, stale.message())));
        }

        private void reject(long line, List<FieldError> wrong) {
            rejected++;
            wrong.stream()
                    .limit(Math.max(0, ImportReport.MAX_ERRORS - errors.size()))
                    .map(each -> ImportReport.LineError.of(line, each))
                    .forEach(errors::add);
        }

        /** The missing domains of valid rows. */
        Set<String> newDomains() {
            return wanted.stream()
                    .map(each -> each.request().address().domain())
                    .filter(name -> !known.domains().contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        List<List<ImportRow>> batches() {
            List<List<ImportRow>> batches = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i += BATCH) {
                batches.add(wanted.subList(i, Math.min(wanted.size(), i + BATCH)));
            }
            return batches;
        }
    }
}
