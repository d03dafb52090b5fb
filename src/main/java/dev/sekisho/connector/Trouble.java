// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

/** Why a connection was closed without an answer. */
enum Trouble {
    /** The peer does not speak the policy protocol. */
    PROTOCOL_ERROR(false, "protocol error"),
    /** The peer closed, or the network broke, within a request. */
    REQUEST_CUT(false, "connection ended within a request"),
    /** The peer connected and never sent a byte; Postfix connects when it has something to ask. */
    SILENT(false, "nothing came after the connection was made"),
    /** A request was begun and did not end. */
    REQUEST_TIMEOUT(false, "request did not arrive whole in time"),
    /** The peer has opened more connections than its share, and this one was without a request for longest. */
    SHARE_USED(false, "its peer holds max-peer-percent of the connections and opened another"),
    /** The peer holds its share of connections, and has a request under way on each. */
    SHARE_BUSY(false, "its peer holds max-peer-percent of the connections, none of them idle"),
    /** The peer does not read. */
    WRITE_TIMEOUT(false, "answer was not taken in time"),
    /** The bean threw, or its stage failed, or there is no bean now. */
    DELIVERY_FAILED(true, "listener failed"),
    /** The bean's stage did not complete. */
    ANSWER_TIMEOUT(true, "listener did not answer in time"),
    /** A fault of this adapter. */
    INTERNAL(true, "unexpected failure");

    private final boolean ours;
    private final String text;

    Trouble(boolean ours, String text) {
        this.ours = ours;
        this.text = text;
    }

    /** Whether the cause lies on our side of the connection. */
    boolean isOurs() {
        return ours;
    }

    /** The words for the log. */
    String text() {
        return text;
    }
}
