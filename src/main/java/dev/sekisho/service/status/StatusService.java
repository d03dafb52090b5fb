// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.status;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.decision.DecisionJournal;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.settings.Version;
import dev.sekisho.writebehind.WriterStatus;
import dev.sekisho.writebehind.Writers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * The status of this node. It reads in-memory state only, so it answers while the database is down; mail hosts are
 * those of the directory in memory.
 */
@ThreadSafe
@ApplicationScoped
public class StatusService {
    private static final ObjectName LISTENERS = listenerNames();

    @Inject
    private CacheFactory caches;

    @Inject
    private DirectoryCache directory;

    @Inject
    private HostHealth health;

    @Inject
    private SendCounters counters;

    @Inject
    private DecisionJournal journal;

    @Inject
    private MetricRegistry metrics;

    @Inject
    private Writers writers;

    @Allowed(Access.SEE_ALL)
    public StatusBody get() {
        boolean answers = directory.databaseAnswers();
        List<WriterStatus> all = writers.status();
        return new StatusBody(
                Version.text(),
                listeners(),
                directory.mailHosts().stream()
                        .sorted(Comparator.comparing(LoginHost::name))
                        .map(each -> new StatusBody.MailHost(
                                each.name(), each.state().word()))
                        .toList(),
                health.down(),
                cluster(),
                new StatusBody.Stores(
                        answers && all.stream().allMatch(WriterStatus::progressing),
                        answers ? Math.round(directory.pollNanos() / 1e4) / 100.0 : null,
                        directory.loaded(),
                        counters.isLoaded(),
                        counters.unwritten(),
                        journal.waitingEntries(),
                        journal.droppedEntries(),
                        all.stream().map(StatusBody.Writer::of).toList()));
    }

    private StatusBody.Cluster cluster() {
        Map<String, Long> waiting = gauges("sekisho_cluster_waiting");
        Map<String, Long> unanswered = gauges("sekisho_cluster_unanswered");
        return new StatusBody.Cluster(
                caches.isRemote(),
                caches.nodes().stream().map(StatusBody.Node::of).toList(),
                caches.shared(),
                waiting.entrySet().stream()
                        .map(each -> new StatusBody.CacheClient(
                                each.getKey(), each.getValue(), unanswered.getOrDefault(each.getKey(), 0L)))
                        .toList());
    }

    /** The values of a gauge by its service. */
    private Map<String, Long> gauges(String name) {
        Map<String, Long> values = new TreeMap<>();
        metrics.getGauges((id, metric) -> id.getName().equals(name))
                .forEach((id, gauge) -> values.put(
                        id.getTags().getOrDefault("service", ""),
                        gauge.getValue().longValue()));
        return values;
    }

    /** The listeners of the resource adapter, from its MBeans. */
    private static List<StatusBody.Listener> listeners() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<StatusBody.Listener> found = new ArrayList<>();
        for (ObjectName name : server.queryNames(LISTENERS, null)) {
            try {
                found.add(new StatusBody.Listener(
                        name.getKeyProperty("name"),
                        (Boolean) server.getAttribute(name, "Bound"),
                        server.getAttribute(name, "Address") + ":" + server.getAttribute(name, "Port"),
                        (Integer) server.getAttribute(name, "OpenConnections"),
                        (Long) server.getAttribute(name, "Requests"),
                        (Long) server.getAttribute(name, "ProtocolErrors")));
            } catch (JMException e) {
                // The listener was closed since queryNames.
            }
        }
        found.sort(Comparator.comparing(StatusBody.Listener::name).reversed());
        return found;
    }

    private static ObjectName listenerNames() {
        try {
            return new ObjectName("dev.sekisho:type=PolicyListener,*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("the pattern is valid", e);
        }
    }
}
