// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import java.util.Locale;

/** The recipient of a mail. */
enum RecipientRole {
    OWNER,
    OPERATOR;

    /** The prefix of template names. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
