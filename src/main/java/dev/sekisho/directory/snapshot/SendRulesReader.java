// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.sql.SQLException;
import java.sql.Timestamp;

/**
 * Reads plans, scopes and exemptions of send limits into a snapshot, for {@link SnapshotReader}.
 *
 * <p>Plain SQL may write any text: a row with an invalid subject is ignored and reported.
 */
final class SendRulesReader {
    private final Pass pass;
    private final SnapshotBuilder builder;
    private final RowTexts texts;

    SendRulesReader(Pass pass) {
        this.pass = pass;
        this.builder = pass.builder();
        this.texts = pass.texts();
    }

    void read() throws SQLException {
        readPlans();
        readScopes();
        readExemptions();
    }

    private void readPlans() throws SQLException {
        Rows.each(pass.connection(), "SELECT name, send_limits FROM plan WHERE send_limits IS NOT NULL", row -> {
            String owner = "the plan " + row.getString(1);
            texts.row(owner);
            SendLimits plan = texts.limits(owner, row.getString(2));
            if (plan != null) {
                builder.plan(row.getString(1), plan);
            }
        });
    }

    private void readScopes() throws SQLException {
        String sql = "SELECT name, kind, subject, send_limits, no_login, null_sender FROM send_scope";
        Rows.each(pass.connection(), sql, row -> {
            texts.row("send_scope " + row.getString(1));
            SendLimits shared = texts.limits("the scope " + row.getString(1), row.getString(4));
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
                texts.invalidSubject("send_scope " + row.getString(1), row.getString(3));
            }
        });
    }

    private void readExemptions() throws SQLException {
        Rows.each(pass.connection(), "SELECT name, subject, expires_at FROM send_exemption", row -> {
            texts.row("send_exemption " + row.getString(1));
            Timestamp expires = row.getTimestamp(3);
            if (expires != null) {
                pass.ends().rules(expires.toInstant());
            }
            if (expires == null || pass.now().isBefore(expires.toInstant())) {
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
            texts.invalidSubject("send_exemption " + name, subject);
        }
    }
}
