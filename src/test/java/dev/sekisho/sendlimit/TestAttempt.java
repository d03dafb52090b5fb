// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.MessageId;
import dev.sekisho.sendlimit.counter.ReserveProcessor;
import dev.sekisho.sendlimit.counter.SendAttempt;
import dev.sekisho.sendlimit.counter.SendCounters;

/** Messages that request room, without a Postfix. Stateless. */
public final class TestAttempt {
    private TestAttempt() {}

    public static MessageId id(long message) {
        return new MessageId(message, message, message, false);
    }

    public static MessageId id(long message, long recipient) {
        return new MessageId(message, message, recipient, false);
    }

    public static SendAttempt of(SendCounters counters, Sender sender, int recipients, long sizeBytes, MessageId id) {
        return new SendAttempt(
                sender.account(), SendCounters.ofSender(sender), counters.cost(recipients, sizeBytes, ""), id);
    }

    public static LimitResult count(
            SendCounters counters, Sender sender, int recipients, long sizeBytes, long message) {
        return counters.count(of(counters, sender, recipients, sizeBytes, id(message)));
    }

    /** Requests one recipient more of a message. */
    public static LimitResult reserve(SendCounters counters, Sender sender, String recipient, long message) {
        return counters.reserve(
                new SendAttempt(
                        sender.account(),
                        SendCounters.ofSender(sender),
                        counters.cost(1, 0, recipient),
                        id(message, MessageId.fingerprint(recipient))),
                ReserveProcessor.Mode.RECIPIENT);
    }
}
