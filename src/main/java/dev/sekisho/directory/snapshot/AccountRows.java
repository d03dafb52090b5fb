// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.AccountStatus;
import dev.sekisho.limit.SendLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads accounts. */
final class AccountRows {
    /** The columns that {@link #resident} expects. */
    static final String SELECT =
            "SELECT address, domain_name, mail_host, status, permit_sending, send_limits, moving_to, status_until,"
                    + " plan, temporary_limits, temporary_until FROM account";

    private final Pass pass;

    AccountRows(Pass pass) {
        this.pass = pass;
    }

    void readAll() throws SQLException {
        Rows.each(pass.connection(), SELECT, row -> pass.builder().account(resident(row)));
    }

    /** Reads accounts with these addresses, and removes those that do not exist. */
    void read(Collection<String> addresses) throws SQLException {
        Set<String> absent = new HashSet<>(addresses);
        Rows.each(pass.connection(), SELECT + " WHERE address = ANY (?)", addresses, row -> {
            pass.builder().account(resident(row));
            absent.remove(row.getString(1));
        });
        absent.forEach(pass.builder()::removeAccount);
    }

    /** Reads the accounts whose {@code column} has one of {@code values}. */
    void read(String column, Collection<String> values) throws SQLException {
        Rows.each(
                pass.connection(),
                SELECT + " WHERE " + column + " = ANY (?)",
                values,
                row -> pass.builder().account(resident(row)));
    }

    Resident resident(ResultSet row) throws SQLException {
        String address = row.getString(1);
        pass.texts().row(address);
        Optional<Instant> until = Optional.ofNullable(row.getTimestamp(8)).map(Timestamp::toInstant);
        AccountStatus status =
                pass.texts().word(address, row.getString(4), AccountStatus::ofWord, AccountStatus.ACTIVE);
        boolean permitted = status.at(pass.now(), until).maySend() && row.getBoolean(5);
        until.ifPresent(end -> pass.ends().account(end, address));
        boolean moving = row.getString(7) != null;
        return pass.builder()
                .resident(
                        address,
                        row.getString(2),
                        // During a move parts of the mailbox are on both hosts, and neither knows its usage.
                        moving ? "" : row.getString(3),
                        permitted,
                        limits(row));
    }

    /** The limits of the account or its plan, or null; never null with a temporary limit. */
    private @Nullable SendLimits limits(ResultSet row) throws SQLException {
        String address = row.getString(1);
        SendLimits own = pass.texts().limits(address, row.getString(6));
        SendLimits nearest = own != null ? own : pass.builder().planLimits(row.getString(9));
        Timestamp until = row.getTimestamp(11);
        if (until != null) {
            pass.ends().account(until.toInstant(), address);
        }
        if (until == null || !pass.now().isBefore(until.toInstant())) {
            return nearest;
        }
        SendLimits raised = pass.texts().limits("the temporary limit of " + address, row.getString(10));
        SendLimits base = nearest != null ? nearest : pass.builder().domainLimits(row.getString(2));
        return raised == null ? base : base.raisedTo(raised);
    }
}
