// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import java.util.Locale;

/** Who reads a mail. */
enum RecipientRole {
    OWNER,
    OPERATOR;

    /** How the names of their templates begin. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
