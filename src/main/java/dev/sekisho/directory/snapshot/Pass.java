// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.sql.Connection;
import java.time.Instant;

/**
 * One read of rows.
 *
 * @param connection in a transaction in which all rows are of the same time
 * @param builder receives the rows
 * @param texts parses their texts
 * @param now the time at which states, exemptions and temporary limits must not have ended
 * @param ends receives the times at which they end
 */
record Pass(Connection connection, SnapshotBuilder builder, RowTexts texts, Instant now, Ends ends) {}
