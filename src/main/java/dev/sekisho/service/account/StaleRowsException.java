// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

/** Rolls back an import of all rows or none, because it has stale rows. */
public final class StaleRowsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient AccountImportService.Counts counts;

    StaleRowsException(AccountImportService.Counts counts) {
        super("accounts were changed", null, false, false);
        this.counts = counts;
    }

    public AccountImportService.Counts counts() {
        return counts;
    }
}
