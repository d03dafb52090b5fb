// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.FieldError;
import dev.sekisho.text.LogText;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * The result of an import.
 *
 * @param applied whether the changes were written; false for a dry run, and if one error stopped the import
 * @param created number of new accounts
 * @param rejected number of rows with an error
 * @param errors the first {@link #MAX_ERRORS} errors
 */
@ThreadSafe
@JsonbPropertyOrder({"applied", "rows", "created", "changed", "unchanged", "rejected", "errors"})
public record ImportReport(
        boolean applied, int rows, int created, int changed, int unchanged, int rejected, List<LineError> errors) {
    /** Maximum number of errors in a report. */
    static final int MAX_ERRORS = 1_000;

    /**
     * An error in a line.
     *
     * @param line counted from 1, including the line of column names
     * @param field empty if the error is about the whole line
     */
    @Immutable
    @JsonbPropertyOrder({"line", "field", "message"})
    public record LineError(long line, String field, String message) {
        /** Maximum length of a field name in the report: the file chooses the names. */
        private static final int LONGEST = 100;

        static LineError of(long line, FieldError error) {
            return new LineError(line, LogText.oneLine(error.field(), LONGEST), error.message());
        }
    }
}
