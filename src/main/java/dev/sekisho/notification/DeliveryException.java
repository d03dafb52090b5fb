// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

/** Something could not be delivered. Not thread-safe, as any exception. */
final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1;

    /** What that means for this thing and the next ones. */
    enum Meaning {
        /** It will never be taken. */
        NEVER,
        /** This one may be taken later, others perhaps now. */
        LATER,
        /** Nothing can be delivered now. */
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
