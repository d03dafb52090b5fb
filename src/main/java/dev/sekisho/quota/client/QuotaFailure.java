// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

/** Why a mail host gave no answer about a mailbox. */
public enum QuotaFailure {
    /** Not answered within the question's time, be it in the line, connecting, or asked. */
    TIMEOUT("timeout"),
    /** No connection could be made. */
    UNREACHABLE("unreachable"),
    /** The host closed the connection instead of answering. */
    CLOSED("closed"),
    /** The host answered something that is not the policy protocol. */
    NONSENSE("nonsense"),
    /** Not asked: too many questions wait for this host. */
    BUSY("busy"),
    /** Not asked: the message has more mailboxes than are asked about for one. */
    TOO_MANY("too many to ask"),
    /** Not asked: the host failed lately and is left alone. */
    BREAKER_OPEN("breaker-open"),
    /** Not asked: the host's name has no address (yet). */
    UNRESOLVED("unresolved"),
    /** Not asked: the mailbox cannot be put into a request. */
    UNASKABLE("unaskable"),
    /** Not asked: Sekisho stops, or has more mail hosts than it keeps connections for. */
    NOT_SERVED("not-served");

    private final String word;

    QuotaFailure(String word) {
        this.word = word;
    }

    /** The word of the decision log and of the mail host's counter. */
    public String word() {
        return word;
    }
}
