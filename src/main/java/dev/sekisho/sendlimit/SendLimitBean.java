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
 * Postfix's questions about sending arrive here from the resource adapter; Sekisho answers them at once.
 *
 * <p>Address, port and bounds of its listener stand in the server's configuration, under the activation spec's id
 * {@code sekisho/sekisho/SendLimitBean}: an annotation here would override them.
 *
 * <p>The container gives each call an instance of its own.
 */
// No transaction: nothing here touches a resource, and beginning one would cost more than the decision.
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
