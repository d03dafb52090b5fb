// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notice;

import java.util.Locale;

/** Who reads a mail. Immutable. */
enum Audience {
    OWNER,
    OPERATOR;

    /** How the names of their templates begin. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
