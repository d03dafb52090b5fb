// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.concurrent.CompletionStage;

/**
 * The message listener type of the policy resource adapter: what a message-driven bean implements to answer Postfix.
 *
 * <p>The method is called on the I/O thread that serves many connections, so <b>an implementation must never block</b>
 * (no database, no remote call, no lock held over either). It has two ways to answer:
 *
 * <ul>
 *   <li>a stage that is complete at return: the answer is written right there, without a change of threads;
 *   <li>a stage that completes later, on any thread: the connection waits (Postfix asks one thing at a time), the I/O
 *       thread does not.
 * </ul>
 *
 * <p>A stage that completes with an exception or with null, a stage that is not complete within the activation's
 * {@code answerTimeoutMillis}, and an exception thrown by the method all mean the same: <b>no answer</b>. One line is
 * logged and the connection is closed, as SMTPD_POLICY_README asks; Postfix then tries once more and falls back to its
 * {@code default_action}. Implementations that have a better fallback must complete the stage with it.
 *
 * <p>The stage must support {@link CompletionStage#toCompletableFuture()}, as each stage of the JDK does.
 *
 * <p>Source: Connectors 2.1, 13.4 (message listener), SMTPD_POLICY_README.
 *
 * <p>Thread-safety: one instance is called by one thread at a time; different instances of a bean at the same time.
 */
@FunctionalInterface
public interface PolicyListener {

    /**
     * Decides one request.
     *
     * @param request what Postfix asks
     * @return the answer, now or later
     */
    CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request);

    /**
     * A connection has ended on which requests were asked: what was under way there goes on elsewhere or not at all.
     * Must not block either.
     *
     * @param connection as {@link PolicyRequest#connection()} had it
     */
    default void onConnectionClosed(long connection) {}
}
