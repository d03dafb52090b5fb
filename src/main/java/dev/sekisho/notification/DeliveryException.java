// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

/** A failed delivery. */
final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1;

    /** The consequence for this item and the next ones. */
    enum Meaning {
        /** The receiver rejects this item permanently. */
        NEVER,
        /** The receiver may accept this item later, and others now. */
        LATER,
        /** The receiver accepts nothing at present. */
        UNREACHABLE
    }

    private final Meaning meaning;

    DeliveryException(Meaning meaning, String message) {
        super(message);
        this.meaning = meaning;
    }

    DeliveryException(Meaning meaning, Throwable cause) {
        super(String.valueOf(cause), cause);
        this.meaning = meaning;
    }

    Meaning meaning() {
        return meaning;
    }
}
