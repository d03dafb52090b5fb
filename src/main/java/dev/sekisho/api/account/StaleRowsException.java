// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

/** Ends the transaction of an import of all rows or none: accounts were changed since the file's maker read them. */
final class StaleRowsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient AccountImportWriter.Counts counts;

    StaleRowsException(AccountImportWriter.Counts counts) {
        super("accounts were changed", null, false, false);
        this.counts = counts;
    }

    AccountImportWriter.Counts counts() {
        return counts;
    }
}
