// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.Sender;

/** Messages that ask for room, without a Postfix. Stateless. */
final class TestAsked {
    private TestAsked() {}

    static MessageId id(long message) {
        return new MessageId(message, message, message, false);
    }

    static MessageId id(long message, long recipient) {
        return new MessageId(message, message, recipient, false);
    }

    static Asked of(SendCounters counters, Sender sender, int recipients, long sizeBytes, MessageId id) {
        return new Asked(sender.account(), SendCounters.claims(sender), counters.cost(recipients, sizeBytes, ""), id);
    }

    static Tally count(SendCounters counters, Sender sender, int recipients, long sizeBytes, long message) {
        return counters.count(of(counters, sender, recipients, sizeBytes, id(message)));
    }

    /** Asks for one recipient more of a message. */
    static Tally reserve(SendCounters counters, Sender sender, String recipient, long message) {
        return counters.reserve(
                new Asked(
                        sender.account(),
                        SendCounters.claims(sender),
                        counters.cost(1, 0, recipient),
                        id(message, MessageId.fingerprint(recipient))),
                ReserveProcessor.Mode.RECIPIENT);
    }
}
