// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one message endpoint of a selector loop, made when it is first needed and again after it failed.
 *
 * <p>{@code beforeDelivery} and {@code afterDelivery} are not called: delivery is not transacted, since an answer on a
 * socket cannot be rolled back, and without them the container does its part around the method itself (Connectors 2.1,
 * 13.5.6, option A).
 *
 * <p>Not thread-safe; for the loop's thread only.
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
     * @return the bean's stage
     * @throws UnavailableException if the container has no endpoint for us now; the next request may have one
     * @throws RuntimeException if the bean threw; the endpoint was given back, the next request gets a new one
     */
    CompletableFuture<PolicyAction> deliver(PolicyRequest request) throws UnavailableException {
        MessageEndpoint current = endpoint;
        if (current == null) {
            current = factory.createEndpoint(null);
            endpoint = current;
        }
        boolean delivered = false;
        try {
            CompletableFuture<PolicyAction> stage = Objects.requireNonNull(
                            ((PolicyListener) current).onPolicyRequest(request), "the listener returned no stage")
                    .toCompletableFuture();
            delivered = true;
            return stage;
        } finally {
            // A bean that leaves its thread interrupted would have the channel closed under the answer.
            boolean unused = Thread.interrupted();
            if (!delivered) {
                release();
            }
        }
    }

    /** Tells the bean that a connection has ended; trouble with that is nobody's answer, and only leaves a trace. */
    void connectionClosed(long connection) {
        MessageEndpoint current = endpoint;
        if (current == null) {
            return; // Given back after a failure, or the loop has ended: the bean's own time limits have to do.
        }
        try {
            ((PolicyListener) current).onConnectionClosed(connection);
        } catch (RuntimeException | Error e) {
            ConnectorMessages.failureDetail(e);
            release();
        }
    }

    /** Gives the endpoint back to the container. */
    void release() {
        MessageEndpoint current = endpoint;
        if (current != null) {
            endpoint = null;
            current.release();
        }
    }
}
