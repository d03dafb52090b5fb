// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.policy.PolicyRequest;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A policy listener on a free port of the loopback interface, whose requests go to an object instead of a bean of the
 * container. It is for a caller in this process, so the log does not say that it listens.
 */
@ThreadSafe
public final class StandaloneListener implements AutoCloseable {
    private final ListenerActivation activation;

    private StandaloneListener(ListenerActivation activation) {
        this.activation = activation;
    }

    /**
     * Opens a listener.
     *
     * @param name the name of its management bean
     * @param threads runs its loops
     */
    public static StandaloneListener open(String name, PolicyListener listener, Executor threads) throws IOException {
        PolicyActivationSpec spec = new PolicyActivationSpec();
        spec.setName(name);
        spec.setPort(0);
        spec.setDrainTimeoutMillis(1);
        ListenerActivation activation = new ListenerActivation(spec, new Endpoints(listener), System::nanoTime, false);
        try {
            activation.start(new Threads(threads));
        } catch (ResourceException e) {
            throw new IOException(e);
        }
        return new StandaloneListener(activation);
    }

    public boolean isBound() {
        return activation.isBound();
    }

    /** The port; 0 until the listener is bound. */
    public int port() {
        return activation.getPort();
    }

    @Override
    public void close() {
        activation.stop();
    }

    private record Endpoint(PolicyListener listener) implements MessageEndpoint, PolicyListener {
        @Override
        public CompletionStage<PolicyAction> onPolicyRequest(PolicyRequest request) {
            return listener.onPolicyRequest(request);
        }

        @Override
        public List<CompletionStage<PolicyAction>> onPolicyRequests(List<PolicyRequest> requests) {
            return listener.onPolicyRequests(requests);
        }

        @Override
        public void onConnectionClosed(long connection) {
            listener.onConnectionClosed(connection);
        }

        @Override
        public void beforeDelivery(Method method) {
            // Not called: delivery is not transacted.
        }

        @Override
        public void afterDelivery() {
            // Not called: delivery is not transacted.
        }

        @Override
        public void release() {
            // The listener belongs to the caller.
        }
    }

    private record Endpoints(PolicyListener listener) implements MessageEndpointFactory {
        @Override
        public MessageEndpoint createEndpoint(@Nullable XAResource xaResource) {
            return new Endpoint(listener);
        }

        @Override
        public MessageEndpoint createEndpoint(@Nullable XAResource xaResource, long timeout) {
            return new Endpoint(listener);
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return false;
        }

        @Override
        public String getActivationName() {
            return "standalone";
        }

        @Override
        public Class<?> getEndpointClass() {
            return listener.getClass();
        }
    }

    /** The one method of a work manager that {@link ListenerActivation} uses. */
    private record Threads(Executor executor) implements WorkManager {
        @Override
        public void scheduleWork(Work work) {
            executor.execute(work);
        }

        @Override
        public void scheduleWork(
                Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void doWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void doWork(
                Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(
                Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
