// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The message endpoint of a selector loop, created on first use and again after a failure.
 *
 * <p>Does not call {@code beforeDelivery} and {@code afterDelivery}: delivery is not transacted, because a reply on a
 * socket cannot be rolled back, and without these calls the container wraps the method itself (Connectors 2.1, 13.5.6,
 * option A).
 *
 * <p>Not thread-safe; belongs to the loop's thread.
 */
final class BeanEndpoint {
    private final MessageEndpointFactory factory;
    private @Nullable MessageEndpoint endpoint;

    BeanEndpoint(MessageEndpointFactory factory) {
        this.factory = factory;
    }

    /**
     * Calls the bean.
     *
     * @return a stage for each request
     * @throws UnavailableException if the container has no endpoint now; the next request tries again
     * @throws RuntimeException if the bean threw; the endpoint was released, and the next request gets a new one
     */
    List<CompletionStage<PolicyAction>> deliver(List<PolicyRequest> requests) throws UnavailableException {
        MessageEndpoint current = endpoint;
        if (current == null) {
            current = factory.createEndpoint(null);
            endpoint = current;
        }
        boolean delivered = false;
        try {
            List<CompletionStage<PolicyAction>> stages = ((PolicyListener) current).onPolicyRequests(requests);
            if (stages.size() != requests.size()) {
                throw new IllegalStateException(
                        "the listener returned " + stages.size() + " stages for " + requests.size() + " requests");
            }
            delivered = true;
            return stages;
        } finally {
            // If the bean left the thread interrupted, writing the reply would close the channel.
            boolean unused = Thread.interrupted();
            if (!delivered) {
                release();
            }
        }
    }

    /** Notifies the bean that a connection has ended. A failure affects no reply and is only logged at FINE. */
    void connectionClosed(long connection) {
        MessageEndpoint current = endpoint;
        if (current == null) {
            return; // Released after a failure or at the end of the loop: the bean's own timeouts apply.
        }
        try {
            ((PolicyListener) current).onConnectionClosed(connection);
        } catch (RuntimeException | Error e) {
            ConnectorMessages.failureDetail(e);
            release();
        }
    }

    /** Releases the endpoint to the container. */
    void release() {
        MessageEndpoint current = endpoint;
        if (current != null) {
            endpoint = null;
            current.release();
        }
    }
}
