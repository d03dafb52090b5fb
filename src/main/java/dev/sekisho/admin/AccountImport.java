// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.Address;
import dev.sekisho.account.ChangedRows;
import dev.sekisho.account.Directory;
import dev.sekisho.account.DirectoryRepository;
import dev.sekisho.account.Domain;
import dev.sekisho.account.MailHost;
import dev.sekisho.mailauth.SealKeys;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

    @Inject
    private Directory copy;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private AccountImportWriter writer;

    @Inject
    private AdminConfig config;

    @Inject
    private SealKeys seals;

    @Inject
    private Clock clock;

    @POST
    @Consumes({CSV, JSON_LINES})
    @Operation(
            summary = "Makes or replaces accounts by the file",
            description =
                    "CSV whose first line names the members of an account (address, mailHost, password or secret, …), or JSON"
                            + " lines, up to 200,000 rows in UTF-8. mode=all (the default) writes all rows or none, in one"
                            + " transaction; mode=rows writes those that are sound and reports the others. domains=make makes"
                            + " the domains that are not there yet. dryRun=true only reports. A hashed secret is stored as it is; a clear password is hashed, which takes its time.")
    public Response put(
            @QueryParam("mode") @DefaultValue("all") String mode,
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            @QueryParam("domains") @DefaultValue("known") String domains,
            @Context HttpHeaders headers,
            @Context SecurityContext user,
            InputStream file)
            throws IOException {
        boolean all = chosen("mode", mode, "all", "rows");
        boolean dry = chosen("dryRun", dryRun, "true", "false");
        Instant start = clock.instant();
        Reading reading = new Reading(user, chosen("domains", domains, "make", "known"));
        ImportRows.read(file, headers.getMediaType().isCompatible(MediaType.valueOf(CSV)), reading::take);
        if (!dry && !(all && reading.refused > 0)) {
            reading.hash();
        }
        List<List<Wanted>> batches = reading.batches();
        boolean apply = !dry && !(all && reading.refused > 0);
        AccountImportWriter.Counts counts =
                apply ? write(reading.newDomains(), batches, all, start) : writer.compare(batches);
        ImportReport report = new ImportReport(
                apply,
                reading.rows,
                counts.made(),
                counts.changed(),
                counts.unchanged(),
                reading.refused,
                reading.errors);
        return Response.status(apply || dry ? 200 : 400).entity(report).build();
    }

    private AccountImportWriter.Counts write(
            Set<String> newDomains, List<List<Wanted>> batches, boolean all, Instant start) {
        ChangedRows.begin();
        AccountImportWriter.Counts counts = AccountImportWriter.Counts.NONE;
        if (all) {
            counts = writer.write(newDomains, batches);
        } else {
            counts = writer.write(newDomains, List.of());
            for (List<Wanted> batch : batches) {
                counts = counts.plus(writer.write(Set.of(), List.of(batch)));
            }
        }
        writer.recordStates(start);
        copy.apply(ChangedRows.end());
        return counts;
    }

    private static boolean chosen(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw ProblemException.wrongField(name, "must be " + yes + " or " + no);
        }
        return value.equals(yes);
    }

    /** A sound row: what is asked for, and the password to store; empty for the one that is stored already. */
    record Wanted(long line, JsonFields fields, AccountRequest request, Optional<String> secret) {}

    /** The file as far as it was read. Confined to the request's thread. */
    private final class Reading {
        private final Set<String> domains = directory.names(Domain.class);
        private final Set<String> hosts = directory.names(MailHost.class);
        private final Set<String> seen = new HashSet<>();
        private final Set<String> known = directory.accountAddresses();
        private List<Wanted> wanted = new ArrayList<>();
        private final List<ImportReport.LineError> errors = new ArrayList<>();
        private final SecurityContext user;
        private final boolean makeDomains;
        private int rows;
        private int refused;

        Reading(SecurityContext user, boolean makeDomains) {
            this.user = user;
            this.makeDomains = makeDomains;
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
            AccountRequest request = AccountRequest.read(address, row, config, seals, clock, user.getUserPrincipal());
            if (!seen.add(address.toString())) {
                row.error("address", "is in an earlier line already");
            }
            if (!makeDomains && !domains.contains(address.domain())) {
                row.error("address", "must be in a domain of the directory");
            }
            if (!hosts.contains(request.mailHost())) {
                row.error("mailHost", "must be a mail host of the directory");
            }
            if (request.newSecret().isAbsent() && !known.contains(address.toString())) {
                row.error("password", "is required for a new account");
            }
            row.check();
            return new Wanted(line, row, request, Optional.empty());
        }

        /** Hashes the clear passwords; it comes before the first write, so that no transaction waits for it. */
        void hash() {
            List<Wanted> hashed = new ArrayList<>(wanted.size());
            for (Wanted each : wanted) {
                try {
                    Optional<String> secret = each.request().newSecret().toStore(each.fields());
                    each.fields().check();
                    hashed.add(new Wanted(each.line(), each.fields(), each.request(), secret));
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

        private void refuse(long line, List<FieldError> wrong) {
            refused++;
            wrong.stream()
                    .limit(Math.max(0, ImportReport.MAX_ERRORS - errors.size()))
                    .map(each -> new ImportReport.LineError(line, each.field(), each.message()))
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
