// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The message listener type of the policy resource adapter, which a message-driven bean implements to answer Postfix.
 *
 * <p>The adapter calls {@link #onPolicyRequests} on an I/O thread that serves many connections, so <b>an implementation
 * must never block</b> (no database access, no remote call, no lock held during either). It can return:
 *
 * <ul>
 *   <li>a completed stage: the adapter writes the reply at once, on the same thread;
 *   <li>a stage that completes later, on any thread: only this connection waits (Postfix sends one request at a time).
 * </ul>
 *
 * <p>A stage that completes with an exception or with null, a stage that is not complete within the activation's
 * {@code answerTimeoutMillis}, and an exception thrown by the method have the same effect: the adapter sends <b>no
 * reply</b>, logs one line and closes the connection, as SMTPD_POLICY_README requires. Postfix then retries once and
 * falls back to its {@code default_action}. An implementation with a better fallback must complete the stage with it.
 *
 * <p>The stage must support {@link CompletionStage#toCompletableFuture()}, as all stages of the JDK do.
 *
 * <p>Source: Connectors 2.1, 13.4 (message listener), SMTPD_POLICY_README.
 *
 * <p>One instance is called by one thread at a time, different instances of a bean concurrently.
 */
@FunctionalInterface
public interface PolicyListener {

    /**
     * Decides one request.
     *
     * @param request the request of Postfix
     * @return the reply, completed now or later
     */
    CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request);

    /**
     * Decides the requests of several connections that have arrived together: one call of the container serves them
     * all. An exception thrown for one request fails its stage only.
     *
     * @param requests one or more
     * @return a stage for each request, in their order
     */
    default List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
        List<CompletionStage<PolicyAction>> stages = new ArrayList<>(requests.size());
        for (PolicyRequest each : requests) {
            CompletionStage<PolicyAction> stage;
            try {
                stage = onPolicyRequest(each);
            } catch (RuntimeException | Error e) {
                // An error too: it must not end the other requests.
                stage = CompletableFuture.failedStage(e);
            }
            stages.add(stage);
        }
        return stages;
    }

    /**
     * Handles the end of a connection that has delivered requests. A message in progress on it continues on another
     * connection or not at all. Must not block.
     *
     * @param connection the number from {@link PolicyRequest#connection()}
     */
    default void onConnectionClosed(long connection) {}
}
