// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads plans, scopes and exemptions of send limits into a snapshot, for {@link SnapshotReader}.
 *
 * <p>Plain SQL may write any text: a row with an invalid subject is ignored and reported.
 */
final class SendRulesReader {
    /** Parses limits; null if they are inherited or invalid. */
    interface Texts {
        @Nullable
        SendLimits read(String owner, @Nullable String text);
    }

    private final DirectorySnapshot.Builder builder;
    private final Instant now;
    private final List<Instant> ends;
    private final Texts limits;
    private final BiConsumer<String, String> faults;

    /**
     * @param ends receives the times at which exemptions end
     * @param faults receives invalid rows: the row, and its subject
     */
    SendRulesReader(
            DirectorySnapshot.Builder builder,
            Instant now,
            List<Instant> ends,
            Texts limits,
            BiConsumer<String, String> faults) {
        this.builder = builder;
        this.now = now;
        this.ends = ends;
        this.limits = limits;
        this.faults = faults;
    }

    void read(Connection connection) throws SQLException {
        SnapshotReader.each(connection, "SELECT name, send_limits FROM plan WHERE send_limits IS NOT NULL", row -> {
            SendLimits plan = limits.read("the plan " + row.getString(1), row.getString(2));
            if (plan != null) {
                builder.plan(row.getString(1), plan);
            }
        });
        SnapshotReader.each(
                connection, "SELECT name, kind, subject, send_limits, no_login, null_sender FROM send_scope", row -> {
                    SendLimits shared = limits.read("the scope " + row.getString(1), row.getString(4));
                    try {
                        ScopeKind kind = ScopeKind.ofWord(row.getString(2));
                        builder.scopes()
                                .scope(
                                        kind,
                                        kind.subject(row.getString(3)),
                                        shared == null ? SendLimits.UNLIMITED : shared,
                                        UnauthenticatedPolicy.ofWord(row.getString(5)),
                                        UnauthenticatedPolicy.ofWord(row.getString(6)));
                    } catch (IllegalArgumentException e) {
                        faults.accept("send_scope " + row.getString(1), row.getString(3));
                    }
                });
        SnapshotReader.each(connection, "SELECT name, subject, expires_at FROM send_exemption", row -> {
            Timestamp expires = row.getTimestamp(3);
            if (expires == null || now.isBefore(expires.toInstant())) {
                if (expires != null) {
                    ends.add(expires.toInstant());
                }
                exempt(row.getString(1), row.getString(2));
            }
        });
    }

    private void exempt(String name, String subject) {
        try {
            String canonical = SendExemption.subject(subject);
            if (canonical.contains("@")) {
                builder.exemption(canonical, name);
            } else {
                builder.scopes().exempt(canonical, name);
            }
        } catch (IllegalArgumentException e) {
            faults.accept("send_exemption " + name, subject);
        }
    }
}
