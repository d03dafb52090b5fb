// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

/** Why a mail host has not answered about a mailbox. */
public enum QuotaFailure {
    /** No answer in time, in the queue, connecting, or after the request. */
    TIMEOUT("timeout"),
    /** No connection could be made. */
    UNREACHABLE("unreachable"),
    /** The host closed the connection without an answer. */
    CLOSED("closed"),
    /** The answer breaks the policy protocol. */
    NONSENSE("nonsense"),
    /** Not sent: too many requests wait for this host. */
    BUSY("busy"),
    /** Not sent: the message has more mailboxes than requests are permitted. */
    TOO_MANY("too many mailboxes"),
    /** Not sent: the circuit breaker of the host is open. */
    BREAKER_OPEN("breaker-open"),
    /** Not sent: the name of the host is not resolved. */
    UNRESOLVED("unresolved"),
    /** Not sent: a request cannot contain the mailbox. */
    INVALID_MAILBOX("invalid-mailbox"),
    /** Not sent: Sekisho stops, or has more mail hosts than it keeps connections for. */
    NOT_SERVED("not-served");

    private final String word;

    QuotaFailure(String word) {
        this.word = word;
    }

    /** The name in the decision log and in the counter of the mail host. */
    public String word() {
        return word;
    }
}
