// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.admin.MailHostBody;
import dev.sekisho.admin.Operator;
import dev.sekisho.mailauth.HostHealth;
import dev.sekisho.ratelimit.SendCounters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The three doors now and in the last hour, the listeners, the mail hosts.
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

    private @Nullable List<Door> doors;

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
        return Door.of(name, samples);
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
        return operator.mailHosts();
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
