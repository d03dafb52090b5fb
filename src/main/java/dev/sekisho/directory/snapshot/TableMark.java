// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.OwnWrites;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The count of modifications that H2 keeps for its tables.
 *
 * <p>Only Sekisho writes to an H2 database, and applies its own changes itself. A modification at a time without own
 * writes is by another program, so everything is read. The count changes shortly before the change is visible;
 * everything is therefore read once more afterwards.
 */
final class TableMark implements ChangeSource {
    /** The tables that {@link SnapshotReader} reads. */
    static final String TABLES = "'INSTALLATION', 'MAIL_HOST', 'DOMAIN', 'ACCOUNT', 'ALIAS', 'ALIAS_TARGET',"
            + " 'MAIL_HOST_ADDRESS', 'PLAN', 'SEND_SCOPE', 'SEND_EXEMPTION'";

    private static final String SQL = "SELECT MAX(LAST_MODIFICATION) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA"
            + " = CURRENT_SCHEMA AND TABLE_NAME IN (" + TABLES + ")";

    private record Position(long mark, long ownWrites, boolean readAgain) {}

    private Position position = new Position(-1, 0, false);

    @Override
    public Changes read(Connection connection) throws SQLException {
        Position since = position;
        long mark;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            row.next();
            mark = row.getLong(1);
        }
        // After the mark: a write begins before its first statement.
        boolean underWay = OwnWrites.areUnderWay();
        long own = OwnWrites.ended();
        boolean foreign = mark != since.mark && !underWay && own == since.ownWrites;
        ChangedRows rows = new ChangedRows();
        if (foreign || since.readAgain || since.mark < 0) {
            rows.everything();
        }
        // While a write is under way, its end explains what follows.
        return new Changes(rows, new Position(mark, underWay ? own - 1 : own, foreign));
    }

    @Override
    public void accept(Changes changes) {
        position = (Position) changes.position();
    }

    /** The database may have been another program's meanwhile. */
    @Override
    public void lost() {
        position = new Position(-1, 0, false);
    }
}
