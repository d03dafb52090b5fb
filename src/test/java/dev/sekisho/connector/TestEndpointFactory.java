// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A container's endpoints before one bean, counted. */
final class TestEndpointFactory implements MessageEndpointFactory {
    final AtomicInteger created = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    private final PolicyListener bean;
    private volatile boolean available = true;

    TestEndpointFactory(PolicyListener bean) {
        this.bean = bean;
    }

    void setAvailable(boolean newAvailable) {
        available = newAvailable;
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource xaResource) throws UnavailableException {
        if (!available) {
            throw new UnavailableException("the application is stopping");
        }
        created.incrementAndGet();
        return new Endpoint();
    }

    @Override
    public MessageEndpoint createEndpoint(@Nullable XAResource xaResource, long timeout) throws UnavailableException {
        return createEndpoint(xaResource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return false;
    }

    @Override
    public String getActivationName() {
        return "test";
    }

    @Override
    public Class<?> getEndpointClass() {
        return bean.getClass();
    }

    private final class Endpoint implements MessageEndpoint, PolicyListener {
        private boolean isReleased;

        @Override
        public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
            if (isReleased) {
                throw new IllegalStateException("released");
            }
            return bean.onPolicyRequests(requests);
        }

        @Override
        public void onConnectionClosed(long connection) {
            if (isReleased) {
                throw new IllegalStateException("released");
            }
            bean.onConnectionClosed(connection);
        }

        @Override
        public void beforeDelivery(Method method) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void afterDelivery() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release() {
            if (isReleased) {
                throw new IllegalStateException("released twice");
            }
            isReleased = true;
            released.incrementAndGet();
        }
    }
}
