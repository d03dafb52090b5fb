// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.util.IdentityHashMap;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The inbound resource adapter of the policy protocol, with a listening port for each activated message-driven bean.
 *
 * <p>All properties belong to {@link PolicyActivationSpec}, so that each port has its own limits.
 *
 * <p>Source: Connectors 2.1, 5 (life cycle), 13 (message inflow).
 */
@ThreadSafe
@Connector(
        displayName = "Sekisho policy adapter",
        description = "Postfix SMTP access policy delegation, inbound",
        vendorName = "Sekisho",
        eisType = "Postfix",
        version = "1.0")
public final class PolicyResourceAdapter implements ResourceAdapter {

    /** Keyed by identity, because two activations may have equal configurations. */
    private final IdentityHashMap<ActivationSpec, ListenerActivation> activations = new IdentityHashMap<>();

    private @Nullable WorkManager workManager;

    /** Called by the container. */
    public PolicyResourceAdapter() {}

    @Override
    public synchronized void start(BootstrapContext context) {
        workManager = context.getWorkManager();
    }

    @Override
    public void stop() {
        List<ListenerActivation> left;
        synchronized (this) {
            left = List.copyOf(activations.values());
            activations.clear();
            workManager = null;
        }
        left.forEach(ListenerActivation::stop);
    }

    /**
     * Starts a listener for a bean. It may return before the port is bound; binding is retried until the port is free.
     *
     * @throws NotSupportedException if the spec belongs to another adapter
     * @throws ResourceException if the spec is invalid, or the container has no threads
     */
    @Override
    public synchronized void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
            throws ResourceException {
        if (!(spec instanceof PolicyActivationSpec policySpec)) {
            throw new NotSupportedException(
                    "Not a policy activation spec: " + spec.getClass().getName());
        }
        if (workManager == null) {
            throw new ResourceAdapterInternalException("The policy adapter has not been started");
        }
        policySpec.validate();
        ListenerActivation activation = new ListenerActivation(policySpec, factory, System::nanoTime);
        activation.start(workManager);
        activations.put(spec, activation);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        ListenerActivation activation;
        synchronized (this) {
            activation = activations.remove(spec);
        }
        if (activation != null) {
            activation.stop();
        }
    }

    /** Returns none: delivery is not transacted, so there is nothing to recover. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }
}
