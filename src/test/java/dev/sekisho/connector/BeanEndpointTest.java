// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import jakarta.resource.spi.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The endpoint of a loop before a bean that fails. */
class BeanEndpointTest {
    private static final PolicyRequest REQUEST =
            PolicyRequest.at(ProtocolState.RCPT).build();

    private final Bean bean = new Bean();
    private final TestEndpointFactory factory = new TestEndpointFactory(bean);
    private final BeanEndpoint endpoint = new BeanEndpoint(factory);

    /** Fails on demand. Confined to the test's thread. */
    private static final class Bean implements PolicyListener {
        private final List<Long> closed = new ArrayList<>();
        private boolean failing;

        @Override
        public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
            return CompletableFuture.completedFuture(PolicyAction.DUNNO);
        }

        /** Fails as a whole, as the container does if it cannot call the bean. */
        @Override
        public List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
            check();
            return PolicyListener.super.onPolicyRequests(requests);
        }

        @Override
        public void onConnectionClosed(long connection) {
            check();
            closed.add(connection);
        }

        private void check() {
            if (failing) {
                throw new IllegalStateException("failing");
            }
        }
    }

    private void deliver() throws UnavailableException {
        assertThat(endpoint.deliver(List.of(REQUEST)))
                .singleElement(InstanceOfAssertFactories.COMPLETION_STAGE)
                .isCompletedWithValue(PolicyAction.DUNNO);
    }

    @Test
    void theEndpointIsReleasedAfterAFailureAndTheNextRequestGetsAnother() throws UnavailableException {
        deliver();
        deliver();
        assertThat(factory.created).hasValue(1);
        bean.failing = true;
        assertThatThrownBy(() -> endpoint.deliver(List.of(REQUEST))).hasMessage("failing");
        assertThat(factory.released).hasValue(1);
        bean.failing = false;
        deliver();
        assertThat(factory.created).hasValue(2);
    }

    @Test
    void aBeanThatLeavesTheThreadInterruptedDoesNotInterruptTheReply() throws UnavailableException {
        deliver();
        Thread.currentThread().interrupt();
        deliver();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void theEndOfAConnectionIsDeliveredToAnEndpointThatExistsAndAFailureReleasesIt() throws UnavailableException {
        endpoint.connectionClosed(7);
        assertThat(factory.created).as("none is created for it").hasValue(0);
        deliver();
        endpoint.connectionClosed(8);
        assertThat(bean.closed).containsExactly(8L);
        bean.failing = true;
        endpoint.connectionClosed(9);
        assertThat(factory.released).hasValue(1);
        endpoint.release();
        assertThat(factory.released).as("once").hasValue(1);
    }
}
