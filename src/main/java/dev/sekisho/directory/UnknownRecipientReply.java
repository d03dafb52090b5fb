// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** The reply of the quota service to an unknown recipient. */
public enum UnknownRecipientReply {
    /** None: Postfix's own tables decide whether a recipient exists. */
    DUNNO,
    /** {@code 550 5.1.1}: the directory decides. */
    REJECT;

    /**
     * Parses a text of the database and the API.
     *
     * @throws IllegalArgumentException if there is no such reply
     */
    public static UnknownRecipientReply ofWord(String word) {
        return switch (word) {
            case "dunno" -> DUNNO;
            case "reject" -> REJECT;
            default -> throw new IllegalArgumentException("must be dunno or reject");
        };
    }

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
