// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** A listening port and its bean, from activation to deactivation. It is started once and stopped once. */
@ThreadSafe
final class ListenerActivation implements PolicyListenerMXBean {
    /** Time beyond the drain time for a loop to close its sockets. */
    private static final long END_MARGIN_MILLIS = 1000;

    private final PolicyActivationSpec spec;
    private final ListenerCounters counters = new ListenerCounters();
    private final ListenerContext context;
    private final MessageEndpointFactory factory;
    private final List<SelectorLoop> loops = new ArrayList<>();
    private final Acceptor acceptor;
    private @Nullable ObjectName objectName;

    /**
     * Creates an activation; {@link #start} opens the port.
     *
     * @param spec the configuration, already validated
     * @param factory creates the endpoints of the loops
     * @param nanoClock {@link System#nanoTime()}, or a test's clock
     */
    ListenerActivation(PolicyActivationSpec spec, MessageEndpointFactory factory, LongSupplier nanoClock) {
        this(spec, factory, nanoClock, true);
    }

    /** @param announced whether the log says that it listens */
    ListenerActivation(
            PolicyActivationSpec spec, MessageEndpointFactory factory, LongSupplier nanoClock, boolean announced) {
        this.spec = spec;
        this.factory = factory;
        this.context = new ListenerContext(
                spec, counters, new ClosedConnectionLog(spec.getName(), nanoClock), nanoClock, announced);
        this.acceptor = new Acceptor(context, loops);
    }

    /**
     * Starts the loops.
     *
     * @throws ResourceException if another activation has the same name, or the container or the system lacks resources
     */
    void start(WorkManager workManager) throws ResourceException {
        boolean started = false;
        try {
            for (int i = 0; i < spec.getIoThreads(); i++) {
                loops.add(new SelectorLoop(context, factory));
            }
            loops.get(0).host(acceptor);
            register();
            for (SelectorLoop loop : loops) {
                // Not startWork, which would delay the server's start until a thread is free. Without a start timeout:
                // a
                // loop that starts late is better than none.
                workManager.scheduleWork(loop);
            }
            started = true;
        } catch (IOException e) {
            throw new ResourceException("Policy listener " + spec.getName() + " cannot open a selector", e);
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    /** Stops listening, waits for replies to pending requests, closes all connections, and then returns. */
    void stop() {
        loops.forEach(SelectorLoop::requestStop);
        long waitMillis = spec.getDrainTimeoutMillis() + END_MARGIN_MILLIS;
        try {
            for (SelectorLoop loop : loops) {
                if (!loop.awaitEnd(waitMillis)) {
                    ConnectorMessages.loopLate(spec.getName(), waitMillis);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The loops end nevertheless.
        }
        unregister();
    }

    private void register() throws ResourceException {
        try {
            ObjectName newName = new ObjectName("dev.sekisho:type=PolicyListener,name=" + spec.getName());
            server().registerMBean(this, newName);
            objectName = newName;
        } catch (JMException e) {
            throw new ResourceException("Policy listener " + spec.getName() + " already exists", e);
        }
    }

    private void unregister() {
        ObjectName registered = objectName;
        if (registered != null) {
            objectName = null;
            try {
                server().unregisterMBean(registered);
            } catch (JMException e) {
                ConnectorMessages.failureDetail(e);
            }
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    @Override
    public String getName() {
        return spec.getName();
    }

    @Override
    public String getAddress() {
        return spec.getAddress();
    }

    @Override
    public int getPort() {
        int boundPort = acceptor.boundPort();
        return boundPort < 0 ? spec.getPort() : boundPort;
    }

    @Override
    public boolean isBound() {
        return acceptor.boundPort() >= 0 && loops.stream().noneMatch(SelectorLoop::hasFailed);
    }

    @Override
    public int getOpenConnections() {
        return counters.openConnections.get();
    }

    @Override
    public long getAcceptedConnections() {
        return counters.acceptedConnections.sum();
    }

    @Override
    public long getRefusedConnections() {
        return counters.refusedConnections.sum();
    }

    @Override
    public long getEvictedConnections() {
        return counters.evictedConnections.sum();
    }

    @Override
    public long getRequests() {
        return counters.requests.sum();
    }

    @Override
    public long getProtocolErrors() {
        return counters.protocolErrors.sum();
    }

    @Override
    public long getTimedOutConnections() {
        return counters.timedOutConnections.sum();
    }

    @Override
    public long getFailedDeliveries() {
        return counters.failedDeliveries.sum();
    }
}
