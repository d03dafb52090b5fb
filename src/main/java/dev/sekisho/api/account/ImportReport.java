// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.FieldError;
import dev.sekisho.text.LogText;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * What an import did, or would do: {@code applied} says which. {@code made}, {@code changed} and {@code unchanged}
 * count accounts, {@code refused} rows with an error; {@code errors} has the first thousand.
 */
@ThreadSafe
@JsonbPropertyOrder({"applied", "rows", "made", "changed", "unchanged", "refused", "errors"})
public record ImportReport(
        boolean applied, int rows, int made, int changed, int unchanged, int refused, List<LineError> errors) {
    /** Errors that are shown: whoever has more mends these first. */
    static final int MAX_ERRORS = 1_000;

    /**
     * What is wrong with a line, counted from 1 with the line of column names; {@code field} is empty if it is the line
     * as a whole.
     */
    @Immutable
    @JsonbPropertyOrder({"line", "field", "message"})
    public record LineError(long line, String field, String message) {
        /** Longest name of a field that is repeated: a file names its fields itself. */
        private static final int LONGEST = 100;

        static LineError of(long line, FieldError error) {
            return new LineError(line, LogText.oneLine(error.field(), LONGEST), error.message());
        }
    }
}
