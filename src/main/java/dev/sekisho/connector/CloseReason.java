// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

/** The reason why a connection was closed without a reply. */
enum CloseReason {
    /** The peer violated the policy protocol. */
    PROTOCOL_ERROR(false, "protocol error"),
    /** The peer disconnected, or the network failed, within a request. */
    REQUEST_CUT(false, "connection ended within a request"),
    /** The peer connected and sent no byte; Postfix connects only to send a request. */
    SILENT(false, "nothing received after the connection was opened"),
    /** A request did not arrive completely. */
    REQUEST_TIMEOUT(false, "request did not arrive completely in time"),
    /** The peer opened more connections than its share, and this one was idle for longest. */
    SHARE_USED(false, "its peer holds max-peer-percent of the connections and opened another"),
    /** The peer holds its share of connections, each with a pending request. */
    SHARE_BUSY(false, "its peer holds max-peer-percent of the connections, none of them idle"),
    /** The peer did not read the reply. */
    WRITE_TIMEOUT(false, "reply was not read in time"),
    /** The bean threw, its stage failed, or no bean was available. */
    DELIVERY_FAILED(true, "listener failed"),
    /** The bean's stage did not complete. */
    ANSWER_TIMEOUT(true, "listener did not answer in time"),
    /** An unexpected exception in this adapter. */
    INTERNAL(true, "unexpected failure");

    private final boolean serverFault;
    private final String text;

    CloseReason(boolean serverFault, String text) {
        this.serverFault = serverFault;
        this.text = text;
    }

    /** Whether Sekisho, not the peer, caused it. */
    boolean isServerFault() {
        return serverFault;
    }

    /** The text for the log. */
    String text() {
        return text;
    }
}
