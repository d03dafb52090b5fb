// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

/**
 * Numbers of rows, by kind.
 *
 * @param others domains, mail hosts, plans, scopes, exemptions, and the installation
 */
record RowCounts(int accounts, int aliases, int others) {
    static final RowCounts NONE = new RowCounts(0, 0, 0);

    int total() {
        return accounts + aliases + others;
    }

    RowCounts minus(RowCounts other) {
        return new RowCounts(accounts - other.accounts, aliases - other.aliases, others - other.others);
    }
}
