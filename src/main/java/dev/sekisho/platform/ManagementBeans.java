// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.decision.LineWriter;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.writebehind.WriterStatus;
import dev.sekisho.writebehind.Writers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Registers the MBeans {@code dev.sekisho:type=Stores}, {@code Hosts} and {@code Limits}. They compute their attributes
 * on each access.
 */
@ThreadSafe
@ApplicationScoped
public class ManagementBeans {
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    @Inject
    private ServerState state;

    @Inject
    private DirectoryCache directory;

    @Inject
    private SendCounters counters;

    @Inject
    private DecisionJournal journal;

    @Inject
    private LineWriter lines;

    @Inject
    private HostHealth hosts;

    @Inject
    private Blocks blocks;

    @Inject
    private Writers writers;

    /** Registers the MBeans and replaces those that an earlier start has left. */
    void register() {
        register("Stores", new Stores(), StoresMXBean.class);
        register("Hosts", new Hosts(), HostsMXBean.class);
        register("Limits", new Limits(), LimitsMXBean.class);
    }

    private static <T> void register(String type, T bean, Class<T> view) {
        try {
            unregister(type);
            MBEANS.registerMBean(new StandardMBean(bean, view, true), name(type));
        } catch (JMException e) {
            throw new IllegalStateException("cannot register the MBean " + type, e);
        }
    }

    @PreDestroy
    void unregister() {
        List.of("Stores", "Hosts", "Limits").forEach(ManagementBeans::unregister);
    }

    private static void unregister(String type) {
        try {
            if (MBEANS.isRegistered(name(type))) {
                MBEANS.unregisterMBean(name(type));
            }
        } catch (JMException e) {
            throw new IllegalStateException("cannot unregister the MBean " + type, e);
        }
    }

    private static ObjectName name(String type) throws JMException {
        return new ObjectName("dev.sekisho:type=" + type);
    }

    private final class Stores implements StoresMXBean {
        @Override
        public boolean isDatabaseOpened() {
            return state.isDatabaseOpen();
        }

        @Override
        public boolean isDirectoryLoaded() {
            return directory.loaded();
        }

        @Override
        public boolean isCountersLoaded() {
            return counters.isLoaded();
        }

        @Override
        public int getUnwrittenAccounts() {
            return counters.unwritten();
        }

        @Override
        public int getJournalWaiting() {
            return journal.waitingEntries();
        }

        @Override
        public long getJournalDropped() {
            return journal.droppedEntries();
        }

        @Override
        public List<String> getWritersWithoutProgress() {
            return writers.status().stream()
                    .filter(each -> !each.progressing())
                    .map(WriterStatus::name)
                    .toList();
        }

        @Override
        public long getDecisionLinesDropped() {
            return lines.droppedLines();
        }
    }

    private final class Hosts implements HostsMXBean {
        @Override
        public int getAddressesDown() {
            return hosts.down();
        }

        @Override
        public Map<String, String> getAddresses() {
            return hosts.words();
        }
    }

    private final class Limits implements LimitsMXBean {
        @Override
        public int getBlocks() {
            return blocks.page("", Integer.MAX_VALUE, each -> !each.observed()).size();
        }

        @Override
        public boolean isScopesSet() {
            return !directory.sendScopes().isEmpty();
        }
    }
}
