// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.status;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.ClusterNode;
import dev.sekisho.writebehind.WriterStatus;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How this node is, as the API shows it; times in ISO 8601. Members that are not known are absent. */
@ThreadSafe
@JsonbPropertyOrder({"version", "listeners", "mailHosts", "portsDown", "cluster", "stores"})
@Schema(example = """
                {"version": "1.0.0", "listeners": [{"name": "sendlimit", "bound": true, "address": "127.0.0.1:10031", "connections": 64, "requests": 175937,
                 "protocolErrors": 0}], "mailHosts": [{"name": "mail1", "state": "up"}], "portsDown": 0, "cluster": {"clustered": true, "nodes":
                 [{"address": "192.0.2.11:5701", "here": true, "present": true, "since": "2026-03-01T10:02:00Z", "version": "1.0.0"}], "shared": [], "services": []},
                 "stores": {"database": true, "databaseMillis": 0.8, "directoryLoaded": true, "countersLoaded": true, "unwrittenAccounts": 12, "journalWaiting": 0,
                 "journalDropped": 0, "writers": [{"name": "send-counters", "progressing": true, "lastSuccess": "2026-03-01T10:02:00Z", "waiting": 12,
                 "waitingSeconds": 0, "setAside": 0}]}}""")
public record StatusBody(
        String version,
        List<Listener> listeners,
        List<MailHost> mailHosts,
        int portsDown,
        Cluster cluster,
        Stores stores) {
    /** A policy listener of send limits and quota. */
    @Immutable
    @JsonbPropertyOrder({"name", "bound", "address", "connections", "requests", "protocolErrors"})
    public record Listener(
            String name, boolean bound, String address, int connections, long requests, long protocolErrors) {}

    /** What the operators say of a mail host. */
    @Immutable
    @JsonbPropertyOrder({"name", "state"})
    public record MailHost(String name, String state) {}

    /**
     * The nodes that share their counters; all lists are empty on a single node.
     *
     * @param clustered whether this node is a node of a cluster
     * @param shared what all nodes share, by the names of the caches
     * @param services who asks the shared caches
     */
    @ThreadSafe
    @JsonbPropertyOrder({"clustered", "nodes", "shared", "services"})
    public record Cluster(boolean clustered, List<Node> nodes, List<String> shared, List<Asking> services) {}

    /** A node, as this one knows it; since is when it came, or when it was missed. */
    @Immutable
    @JsonbPropertyOrder({"address", "here", "present", "since", "version"})
    public record Node(
            String address,
            boolean here,
            boolean present,
            @Nullable String since,
            @Nullable String version) {
        public static Node of(ClusterNode node) {
            return new Node(
                    node.address(),
                    node.here(),
                    node.present(),
                    node.since() == null ? null : node.since().toString(),
                    node.version().isEmpty() ? null : node.version());
        }
    }

    /** Questions of a service that wait now, and that got no answer in time since the start. */
    @Immutable
    @JsonbPropertyOrder({"service", "waiting", "unanswered"})
    public record Asking(String service, long waiting, long unanswered) {}

    /**
     * What Sekisho keeps, and what of it is not in the database yet.
     *
     * @param database whether it answered when it was last looked for changes, and each background writer gets on
     * @param databaseMillis how long the look took; absent if it was not answered
     */
    @ThreadSafe
    @JsonbPropertyOrder({
        "database",
        "databaseMillis",
        "directoryLoaded",
        "countersLoaded",
        "unwrittenAccounts",
        "journalWaiting",
        "journalDropped",
        "writers"
    })
    public record Stores(
            boolean database,
            @Nullable Double databaseMillis,
            boolean directoryLoaded,
            boolean countersLoaded,
            int unwrittenAccounts,
            int journalWaiting,
            long journalDropped,
            List<Writer> writers) {}

    /**
     * A background writer.
     *
     * @param progressing false if rows have waited for half a minute and none was written
     * @param lastSuccess when the database last took all that there was; absent if it never did
     * @param waiting rows that wait
     * @param waitingSeconds how long the oldest of them has waited
     * @param setAside rows since the start that the database refused because of their content
     */
    @Immutable
    @JsonbPropertyOrder({"name", "progressing", "lastSuccess", "waiting", "waitingSeconds", "setAside"})
    public record Writer(
            String name,
            boolean progressing,
            @Nullable String lastSuccess,
            int waiting,
            long waitingSeconds,
            long setAside) {
        public static Writer of(WriterStatus status) {
            return new Writer(
                    status.name(),
                    status.progressing(),
                    status.lastSuccess() == null ? null : status.lastSuccess().toString(),
                    status.waiting(),
                    status.waitingSeconds(),
                    status.setAside());
        }
    }
}
