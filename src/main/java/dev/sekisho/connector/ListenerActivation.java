// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

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

/**
 * One listening port and the bean behind it, from activation to deactivation.
 *
 * <p>Safe for use by any thread; started once and stopped once.
 */
final class ListenerActivation implements PolicyListenerMXBean {
    /** What a loop may need beyond the drain time to close its sockets. */
    private static final long END_MARGIN_MILLIS = 1000;

    private final PolicyActivationSpec spec;
    private final ListenerCounters counters = new ListenerCounters();
    private final ListenerContext context;
    private final MessageEndpointFactory factory;
    private final List<SelectorLoop> loops = new ArrayList<>();
    private final Acceptor acceptor;
    private @Nullable ObjectName objectName;

    /**
     * Makes an activation that does nothing yet.
     *
     * @param spec the configuration, valid
     * @param factory where the loops get their endpoints
     * @param nanoClock {@link System#nanoTime()}, or a test's clock
     */
    ListenerActivation(PolicyActivationSpec spec, MessageEndpointFactory factory, LongSupplier nanoClock) {
        this.spec = spec;
        this.factory = factory;
        this.context = new ListenerContext(spec, counters, new TroubleLog(spec.getName(), nanoClock), nanoClock);
        this.acceptor = new Acceptor(context, loops);
    }

    /**
     * Starts the loops.
     *
     * @throws ResourceException if another activation has the same name, or the container or the system has nothing
     *     left
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
                // Not startWork: it waits until a thread is free, and the server's start waits with it. Never a
                // time-out
                // for the start: a loop that begins late is better than none.
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

    /** Stops listening, lets requests under way be answered, closes all; returns when that is done. */
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
            Thread.currentThread().interrupt(); // The loops end all the same.
        }
        unregister();
    }

    private void register() throws ResourceException {
        try {
            ObjectName newName = new ObjectName("dev.sekisho:type=PolicyListener,name=" + spec.getName());
            server().registerMBean(this, newName);
            objectName = newName;
        } catch (JMException e) {
            throw new ResourceException("Policy listener " + spec.getName() + " exists already", e);
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
