// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A row to import: an account in the API's words, or what is wrong with the row.
 *
 * <p>Immutable and safe for use by many threads.
 */
record AccountRow(
        int line,
        String address,
        JsonObject account,
        @Nullable String error) {}
