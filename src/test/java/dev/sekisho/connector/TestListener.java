// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyListener;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One activation on a free port, with a bean, a clock and threads of the test. */
final class TestListener implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final PolicyActivationSpec spec;
    final TestClock clock = new TestClock();
    final TestWorkManager workManager = new TestWorkManager();
    final TestEndpointFactory factory;
    final ListenerActivation activation;

    TestListener(PolicyActivationSpec spec, PolicyListener bean) {
        this.spec = spec;
        this.factory = new TestEndpointFactory(bean);
        this.activation = new ListenerActivation(spec, factory, clock);
    }

    /** A spec on a free port of the loopback interface whose loops sweep every 20 ms. */
    static PolicyActivationSpec spec() {
        PolicyActivationSpec spec = new PolicyActivationSpec();
        spec.setName("test-" + NUMBER.incrementAndGet());
        spec.setPort(0);
        spec.setBindRetryMillis(20);
        return spec;
    }

    /** A listener with the defaults that listens already. */
    static TestListener listening(PolicyListener bean) throws ResourceException {
        return listening(spec(), bean);
    }

    static TestListener listening(PolicyActivationSpec spec, PolicyListener bean) throws ResourceException {
        TestListener listener = new TestListener(spec, bean);
        listener.activation.start(listener.workManager);
        await().until(listener.activation::isBound);
        return listener;
    }

    /** Sets the clock forward in steps until the loops have closed all connections. */
    void passTimeUntilAllAreClosed() {
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return activation.getOpenConnections() == 0;
        });
    }

    TestPeer peer() {
        return new TestPeer(activation.getPort());
    }

    /** A peer at another address of the loopback interface, as another host would be. */
    TestPeer peerFrom(String address) {
        return new TestPeer(activation.getPort(), address);
    }

    /** Stops, and checks that nothing is left. */
    @Override
    public void close() {
        activation.stop();
        await().until(() -> workManager.threads().stream().noneMatch(Thread::isAlive));
        assertThat(activation.getOpenConnections()).isZero();
        assertThat(activation.isBound()).isFalse();
        assertThat(factory.released).hasValue(factory.created.get());
    }
}
