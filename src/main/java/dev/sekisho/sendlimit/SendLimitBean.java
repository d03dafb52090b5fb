// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/**
 * The message endpoint of Postfix's send-limit requests, which the resource adapter delivers.
 *
 * <p>The configuration of the server has address, port and bounds of its listener, in the activation spec with the id
 * {@code sekisho/sekisho/SendLimitBean}: an annotation here would override them.
 *
 * <p>Each call has its own instance.
 */
// No transaction: no resource takes part, and to begin one costs more than the decision.
@MessageDriven(messageListenerInterface = PolicyListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
public class SendLimitBean implements PolicyListener {
    @Inject
    private SendLimitPolicy policy;

    @Override
    public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
        return policy.answer(request);
    }

    @Override
    public void onConnectionClosed(long connection) {
        policy.connectionClosed(connection);
    }
}
