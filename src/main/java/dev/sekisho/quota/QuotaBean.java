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
 * Postfix's questions about recipients arrive here from the resource adapter; the answer follows when the mail host has
 * given its own.
 *
 * <p>Address, port and bounds of its listener stand in the server's configuration, under the activation spec's id
 * {@code sekisho/sekisho/QuotaBean}: an annotation here would override them.
 *
 * <p>Used by one thread at a time; the container makes as many as it needs.
 */
// No transaction: nothing here touches a resource, and beginning one would cost more than the rest.
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
