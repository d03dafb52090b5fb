// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.policy.PolicyAction;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.management.ManagementFactory;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PolicyResourceAdapterTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final TestWorkManager workManager = new TestWorkManager();
    private final TestEndpointFactory factory =
            new TestEndpointFactory(request -> CompletableFuture.completedFuture(PolicyAction.DUNNO));

    @Test
    void anActivationListensAndShowsItselfUntilItIsDeactivated() throws ResourceException, JMException {
        PolicyResourceAdapter adapter = new PolicyResourceAdapter();
        PolicyActivationSpec spec = TestListener.spec();
        ObjectName name = new ObjectName("dev.sekisho:type=PolicyListener,name=" + spec.getName());
        adapter.start(new Context());
        adapter.endpointActivation(factory, spec);
        await().until(() -> (Boolean) server.getAttribute(name, "Bound"));
        try (TestPeer peer = new TestPeer((Integer) server.getAttribute(name, "Port"))) {
            assertThat(peer.sendRequest("a").answer()).isEqualTo("DUNNO");
        }
        assertThat(server.getAttribute(name, "Name")).isEqualTo(spec.getName());
        assertThat(server.getAttribute(name, "Address")).isEqualTo("127.0.0.1");
        assertThat(server.getAttribute(name, "Requests")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "AcceptedConnections")).isEqualTo(1L);

        adapter.endpointDeactivation(factory, spec);

        assertThat(server.isRegistered(name)).isFalse();
        assertThat(factory.released).hasValue(1);
        adapter.endpointDeactivation(factory, spec); // harmless
        adapter.stop();
    }

    @Test
    void stopEndsAllActivations() throws ResourceException {
        PolicyResourceAdapter adapter = new PolicyResourceAdapter();
        adapter.start(new Context());
        adapter.endpointActivation(factory, TestListener.spec());
        adapter.endpointActivation(factory, TestListener.spec());

        adapter.stop();

        await().until(() -> workManager.threads().stream().noneMatch(Thread::isAlive));
        assertThat(workManager.threads()).hasSize(4);
        assertThatThrownBy(() -> adapter.endpointActivation(factory, TestListener.spec()))
                .isInstanceOf(ResourceException.class);
    }

    @Test
    void aSpecReportsAllItsProblemsAtOnce() {
        PolicyActivationSpec spec = new PolicyActivationSpec();
        spec.setName("two words\n");
        spec.setAddress("");
        spec.setMaxConnections(0);
        spec.setMaxLineBytes(20_000);

        assertThatThrownBy(spec::validate)
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage(
                        "Policy listener \"two words\\u000a\": name must be 1 to 64 letters, digits, dots, hyphens and"
                                + " underscores, not \"two words\\u000a\"; address is empty; port must be 0 to 65535, not -1;"
                                + " maxConnections must be 1 to 1000000, not 0; maxLineBytes must be 256 to 16384, not 20000");
    }

    @Test
    void anInvalidSpecIsNotActivated() {
        PolicyResourceAdapter adapter = new PolicyResourceAdapter();
        adapter.start(new Context());
        PolicyActivationSpec spec = TestListener.spec();
        spec.setMaxConnections(0);
        assertThatThrownBy(() -> adapter.endpointActivation(factory, spec))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("maxConnections");
        assertThat(workManager.threads()).isEmpty();
        adapter.stop();
    }

    private final class Context implements BootstrapContext {
        @Override
        public WorkManager getWorkManager() {
            return workManager;
        }

        @Override
        public XATerminator getXATerminator() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer createTimer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isContextSupported(Class<? extends WorkContext> workContextClass) {
            return false;
        }

        @Override
        public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
            throw new UnsupportedOperationException();
        }
    }
}
