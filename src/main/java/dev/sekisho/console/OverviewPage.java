// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.account.Directory;
import dev.sekisho.admin.MailHostBody;
import dev.sekisho.admin.Operator;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.mailauth.HostHealth;
import dev.sekisho.ratelimit.SendCounters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The three doors now, in the last hour and day; the listeners, the mail hosts, the stores.
 *
 * <p>One for each request; confined to its thread.
 */
@Named("overview")
@RequestScoped
public class OverviewPage {
    @Inject
    private DoorHistory history;

    @Inject
    private Operator operator;

    @Inject
    private HostHealth health;

    @Inject
    private SendCounters counters;

    @Inject
    private Directory directory;

    @Inject
    private DecisionJournal journal;

    private @Nullable List<Door> doors;
    private @Nullable List<MailHostBody> hosts;
    private long databaseNanos;

    /**
     * A policy listener.
     *
     * <p>Immutable and safe for use by many threads.
     */
    public record Listener(String name, boolean bound, String where, int connections, long requests, long errors) {}

    public List<Door> getDoors() {
        operator.mustSee();
        if (doors == null) {
            doors = DoorHistory.DOORS.stream().map(this::door).toList();
        }
        return doors;
    }

    private Door door(String name) {
        List<DoorHistory.Sample> samples = history.samples(name);
        if (samples.isEmpty()) {
            samples = List.of(history.now(name));
        }
        return Door.of(name, samples, history.day(name));
    }

    /** The listeners, as the resource adapter's MBeans say. */
    public List<Listener> getListeners() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<Listener> found = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("dev.sekisho:type=PolicyListener,*"), null)) {
            found.add(new Listener(
                    name.getKeyProperty("name"),
                    (Boolean) server.getAttribute(name, "Bound"),
                    server.getAttribute(name, "Address") + ":" + server.getAttribute(name, "Port"),
                    (Integer) server.getAttribute(name, "OpenConnections"),
                    (Long) server.getAttribute(name, "Requests"),
                    (Long) server.getAttribute(name, "ProtocolErrors")));
        }
        found.sort(Comparator.comparing(Listener::name).reversed());
        return found;
    }

    public List<MailHostBody> getHosts() {
        if (hosts == null) {
            long from = System.nanoTime();
            hosts = operator.mailHosts();
            databaseNanos = System.nanoTime() - from;
        }
        return hosts;
    }

    /** How long the database took to tell the mail hosts, in milliseconds. */
    public String getDatabaseMillis() {
        getHosts();
        return String.format(Locale.ROOT, "%.1f", databaseNanos / 1e6);
    }

    /** Whether there is a copy of the directory in memory. */
    public boolean isDirectoryLoaded() {
        return directory.loaded();
    }

    /** Whether the counters of before the start are back, without which door 2 waits. */
    public boolean isCounting() {
        return counters.isLoaded();
    }

    /** Decisions that are not in the journal yet. */
    public int getJournalWaiting() {
        return journal.waitingEntries();
    }

    /** Decisions since the start that the journal could not take. */
    public long getJournalDropped() {
        return journal.droppedEntries();
    }

    /** Addresses and ports that do not greet. */
    public int getDown() {
        return health.down();
    }

    /** Accounts whose counts are not in the database yet. */
    public int getUnwritten() {
        return counters.unwritten();
    }
}
