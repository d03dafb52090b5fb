// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.ApiConfig;
import dev.sekisho.api.http.Etags;
import dev.sekisho.api.http.FieldError;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.ProblemException;
import dev.sekisho.api.staff.Roles;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.login.credential.KeyRing;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
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
import org.jspecify.annotations.Nullable;

/**
 * Accounts by the file: {@code /api/v1/accounts/import}. The whole file is validated before the first row is written.
 *
 * <p>Safe for use by many threads.
 */
@Path("/v1/accounts/import")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@ApplicationScoped
@Tag(name = "accounts")
public class AccountImport {
    static final String CSV = "text/csv";
    static final String JSON_LINES = "application/x-ndjson";

    /** Rows of one batch: one query for those that are there, one of writes. */
    private static final int BATCH = 500;

    /** Each holds its rows in the heap. */
    private static final int MOST_AT_ONCE = 2;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private AccountImportWriter writer;

    @Inject
    private ApiConfig config;

    @Inject
    private KeyRing keyRing;

    @Inject
    private Clock clock;

    @POST
    @Consumes({CSV, JSON_LINES})
    @Operation(
            summary = "Makes or replaces accounts by the file",
            description =
                    "CSV whose first line names the members of an account (address, mailHost, password or secret, …), or JSON"
                            + " lines, up to 200,000 rows and 128 MiB in UTF-8. mode=all (the default) writes all rows or none, in one"
                            + " transaction; mode=rows writes those that are sound and reports the others. domains=make makes"
                            + " the domains that are not there yet. absent=keep leaves as it is what a row does not have; with absent=default"
                            + " (the default) it becomes what a new account has. A row may have version, as lists show it: it is refused if"
                            + " the account was changed since; version new refuses it if there is such an account. dryRun=true only reports. A hashed secret is stored as it is; a clear password is hashed, which takes its time.")
    public Response put(
            @BeanParam AccountImportOptions options,
            @Context HttpHeaders headers,
            @Context SecurityContext user,
            InputStream file)
            throws IOException {
        AccountImportOptions.Chosen chosen = options.chosen();
        if (!places.tryAcquire()) {
            throw ProblemException.tooMany(MOST_AT_ONCE + " imports are under way; try again when one has ended.");
        }
        try {
            Reading reading = new Reading(user, chosen);
            ImportRows.read(file, headers.getMediaType().isCompatible(MediaType.valueOf(CSV)), reading::take);
            return put(reading, chosen);
        } finally {
            places.release();
        }
    }

    private Response put(Reading reading, AccountImportOptions.Chosen chosen) {
        if (!chosen.dryRun() && !(chosen.all() && reading.refused > 0)) {
            reading.hash();
        }
        List<List<Wanted>> batches = reading.batches();
        boolean apply = !chosen.dryRun() && !(chosen.all() && reading.refused > 0);
        AccountImportWriter.Counts counts = AccountImportWriter.Counts.NONE;
        try {
            counts = apply ? write(reading, batches, chosen.all()) : writer.compare(batches);
        } catch (StaleRowsException e) {
            // All rows or none: nothing was written, and the report says which of them are why.
            apply = false;
            counts = e.counts();
        }
        counts.stale().forEach(reading::refuse);
        ImportReport report = new ImportReport(
                apply,
                reading.rows,
                counts.made(),
                counts.changed(),
                counts.unchanged(),
                reading.refused,
                reading.errors);
        return Response.status(apply || chosen.dryRun() ? 200 : 400)
                .entity(report)
                .build();
    }

    private AccountImportWriter.Counts write(Reading reading, List<List<Wanted>> batches, boolean all) {
        if (all) {
            return writer.writeAll(reading.newDomains(), batches, reading.start);
        }
        AccountImportWriter.Counts counts = writer.write(reading.newDomains(), List.of(), reading.start);
        for (List<Wanted> batch : batches) {
            counts = counts.plus(writer.write(Set.of(), List.of(batch), reading.start));
        }
        return counts;
    }

    /**
     * A sound row: what is asked for, whether that leaves out what stays, and the password to store; empty for the one that is
     * stored already.
     */
    record Wanted(long line, AccountRequest request, boolean keep, Optional<String> secret) {
        /** What is asked for of an account that is there. */
        AccountRequest of(Account known) {
            return keep ? request.keeping(known) : request;
        }
    }

    /** The file as far as it was read. Confined to the request's thread. */
    private final class Reading {
        private final Set<String> domains = directory.names(Domain.class);
        private final Set<String> hosts = directory.names(MailHost.class);
        private final Set<String> seen = new HashSet<>();
        private final Set<String> known = directory.accountAddresses();
        private List<Wanted> wanted = new ArrayList<>();
        private final List<ImportReport.LineError> errors = new ArrayList<>();
        private final SecurityContext user;
        private final AccountImportOptions.Chosen chosen;
        private final Instant start = clock.instant();
        private int rows;
        private int refused;

        Reading(SecurityContext user, AccountImportOptions.Chosen chosen) {
            this.user = user;
            this.chosen = chosen;
        }

        void take(ImportRows.Row row, String key) {
            rows++;
            Optional<Address> address = Address.parse(key);
            if (!row.error().isEmpty() || address.isEmpty()) {
                boolean line = !row.error().isEmpty();
                refuse(
                        row.line(),
                        List.of(new FieldError(
                                line ? "" : "address",
                                line ? row.error() : "must be a mail address such as a@example.org")));
                return;
            }
            try {
                wanted.add(sound(row.line(), address.get(), row.fields()));
            } catch (ProblemException e) {
                refuse(row.line(), errors(e));
            }
        }

        private Wanted sound(long line, Address address, JsonFields row) {
            AccountRequest request = AccountRequest.read(address, row, config, keyRing, clock, user.getUserPrincipal());
            if (!seen.add(address.toString())) {
                row.error("address", "is in an earlier line already");
            }
            boolean isNew = !known.contains(address.toString());
            boolean keepsHost = chosen.keep() && !isNew && !request.given().contains("mailHost");
            if (!keepsHost) {
                row.requiredText("mailHost");
            }
            if (!chosen.makeDomains() && !domains.contains(address.domain())) {
                row.error("address", "must be in a domain of the directory");
            }
            if (!keepsHost && !hosts.contains(request.mailHost())) {
                row.error("mailHost", "must be a mail host of the directory");
            }
            if (request.newSecret().isAbsent() && isNew) {
                row.error("password", "is required for a new account");
            }
            row.check();
            return new Wanted(line, request, chosen.keep(), Optional.empty());
        }

        /** Hashes the clear passwords; it comes before the first write, so that no transaction waits for it. */
        void hash() {
            List<Wanted> hashed = new ArrayList<>(wanted.size());
            for (Wanted each : wanted) {
                try {
                    JsonFields row = new JsonFields(JsonObject.EMPTY_JSON_OBJECT);
                    Optional<String> secret = each.request().newSecret().toStore(row);
                    row.check();
                    hashed.add(new Wanted(each.line(), each.request(), each.keep(), secret));
                } catch (ProblemException e) {
                    refuse(each.line(), errors(e));
                }
            }
            wanted = hashed;
        }

        private List<FieldError> errors(ProblemException refusal) {
            @Nullable List<FieldError> wrong = refusal.problem().errors();
            return wrong == null ? List.of(new FieldError("", refusal.problem().detail())) : wrong;
        }

        /** A row that is sound in itself, but whose account was changed since the file's maker read it. */
        void refuse(AccountImportWriter.Stale stale) {
            refuse(stale.line(), List.of(new FieldError(Etags.VERSION, stale.message())));
        }

        private void refuse(long line, List<FieldError> wrong) {
            refused++;
            wrong.stream()
                    .limit(Math.max(0, ImportReport.MAX_ERRORS - errors.size()))
                    .map(each -> ImportReport.LineError.of(line, each))
                    .forEach(errors::add);
        }

        /** The domains of sound rows that are not there yet. */
        Set<String> newDomains() {
            return wanted.stream()
                    .map(each -> each.request().address().domain())
                    .filter(name -> !domains.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        List<List<Wanted>> batches() {
            List<List<Wanted>> batches = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i += BATCH) {
                batches.add(wanted.subList(i, Math.min(wanted.size(), i + BATCH)));
            }
            return batches;
        }
    }
}
