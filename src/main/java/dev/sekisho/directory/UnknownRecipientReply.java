// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** What the quota service says about a recipient that its domain does not have. */
public enum UnknownRecipientReply {
    /** Nothing: whether a recipient exists is for Postfix's own tables to say. */
    DUNNO,
    /** {@code 550 5.1.1}: the directory is believed. */
    REJECT;

    /**
     * The reply that a word of the database and the API names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static UnknownRecipientReply ofWord(String word) {
        return switch (word) {
            case "dunno" -> DUNNO;
            case "reject" -> REJECT;
            default -> throw new IllegalArgumentException("must be dunno or reject");
        };
    }

    /** The word of the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
