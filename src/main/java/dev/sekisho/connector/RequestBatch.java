// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.spi.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The requests that one pass of a selector loop has read. They are delivered in one call of the bean: what the
 * container does for a call costs as much as a decision.
 *
 * <p>Not thread-safe; belongs to the loop's thread.
 */
final class RequestBatch {
    /** Requests in a call at most: the first one waits until the others are read. */
    private static final int MOST = 64;

    private final BeanEndpoint endpoint;
    private List<PolicyConnection> connections = new ArrayList<>();
    private List<PolicyRequest> requests = new ArrayList<>();

    RequestBatch(BeanEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Adds the request of a connection, which has no other one under way. */
    void add(PolicyConnection connection, PolicyRequest request) {
        connections.add(connection);
        requests.add(request);
    }

    boolean isFull() {
        return requests.size() >= MOST;
    }

    /** Delivers all requests, and those that are read from connections after their replies. */
    void deliver() {
        while (!requests.isEmpty()) {
            List<PolicyConnection> from = connections;
            List<PolicyRequest> delivered = requests;
            connections = new ArrayList<>(from.size());
            requests = new ArrayList<>(from.size());
            deliver(from, delivered);
        }
    }

    private void deliver(List<PolicyConnection> from, List<PolicyRequest> delivered) {
        List<CompletionStage<PolicyAction>> stages;
        try {
            stages = endpoint.deliver(delivered);
        } catch (UnavailableException | RuntimeException | Error e) {
            // Errors too: a bean's error must not end the loop and its other connections.
            from.forEach(connection -> connection.deliveryFailed(e));
            return;
        }
        for (int i = 0; i < from.size(); i++) {
            PolicyConnection connection = from.get(i);
            try {
                connection.delivered(stages.get(i));
            } catch (RuntimeException | Error e) {
                // A failure of one connection must not end the others.
                connection.onFailure(e);
            }
        }
    }
}
