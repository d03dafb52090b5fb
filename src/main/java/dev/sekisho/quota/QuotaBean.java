// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/**
 * The message endpoint of Postfix's quota requests, which the resource adapter delivers. The answer follows when the
 * mail host has answered.
 *
 * <p>The configuration of the server has address, port and bounds of its listener, in the activation spec with the id
 * {@code sekisho/sekisho/QuotaBean}: an annotation here would override them.
 *
 * <p>Used by one thread at a time; the container makes as many instances as it needs.
 */
// No transaction: no resource takes part, and to begin one costs more than the rest.
@MessageDriven(messageListenerInterface = PolicyListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
public class QuotaBean implements PolicyListener {
    @Inject
    private QuotaProxy proxy;

    @Override
    public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
        return proxy.decide(request);
    }
}
