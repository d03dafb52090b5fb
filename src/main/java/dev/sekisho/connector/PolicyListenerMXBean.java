// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * State and counts of one listening activation, as {@code dev.sekisho:type=PolicyListener,name=NAME} in the platform
 * MBean server.
 *
 * <p>Counts begin at 0 with the activation and never go down, but for the open connections.
 */
@ThreadSafe
public interface PolicyListenerMXBean {

    /** The activation's name. */
    String getName();

    /** The address it listens on, as configured. */
    String getAddress();

    /** The port it listens on; while it does not, the configured one. */
    int getPort();

    /** Whether connections are taken and each loop runs: false while the port is in use by others. */
    boolean isBound();

    /** Connections open now. */
    int getOpenConnections();

    /** Connections taken. */
    long getAcceptedConnections();

    /** Connections closed at once because there were too many, in all or of one peer. */
    long getRefusedConnections();

    /** Idle connections closed for newer ones of a peer that held its share. */
    long getEvictedConnections();

    /** Whole requests that came. */
    long getRequests();

    /** Connections closed because the peer broke the protocol. */
    long getProtocolErrors();

    /** Connections closed because a request, an answer or its writing took too long; idle ones are not counted. */
    long getTimedOutConnections();

    /** Requests without an answer because the listener failed, was not available or was too slow. */
    long getFailedDeliveries();
}
