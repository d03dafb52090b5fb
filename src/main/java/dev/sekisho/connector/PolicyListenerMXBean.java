// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * State and counters of a policy listener, registered as {@code dev.sekisho:type=PolicyListener,name=NAME} in the
 * platform MBean server.
 *
 * <p>Counters start at 0 at activation and never decrease; open connections are a current value.
 */
@ThreadSafe
public interface PolicyListenerMXBean {

    /** The listener's name. */
    String getName();

    /** The configured address. */
    String getAddress();

    /** The bound port; the configured port while none is bound. */
    int getPort();

    /** Whether the port is bound and no loop has failed; false while another process uses the port. */
    boolean isBound();

    /** Open connections. */
    int getOpenConnections();

    /** Accepted connections. */
    long getAcceptedConnections();

    /** Connections closed at once because there were too many in total or of one peer. */
    long getRefusedConnections();

    /** Idle connections closed in favour of new ones of the same peer, which held its share. */
    long getEvictedConnections();

    /** Complete requests. */
    long getRequests();

    /** Connections closed because the peer violated the protocol. */
    long getProtocolErrors();

    /** Connections closed because a request, a decision or writing the reply took too long; without idle ones. */
    long getTimedOutConnections();

    /** Requests without a reply because the listener failed, was unavailable or was too slow. */
    long getFailedDeliveries();
}
