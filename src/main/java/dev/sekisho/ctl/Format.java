// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import java.util.Locale;

/** Output format of results. */
enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
