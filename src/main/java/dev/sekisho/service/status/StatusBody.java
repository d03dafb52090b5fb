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

/** The status of this node as the API shows it, with times in ISO 8601. Unknown members are absent. */
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

    /** A mail host, and the state that operators have set. */
    @Immutable
    @JsonbPropertyOrder({"name", "state"})
    public record MailHost(String name, String state) {}

    /**
     * The nodes that share their counters; all lists are empty on a single node.
     *
     * @param clustered whether this node is a node of a cluster
     * @param shared the names of the shared caches
     * @param services the services that use them
     */
    @ThreadSafe
    @JsonbPropertyOrder({"clustered", "nodes", "shared", "services"})
    public record Cluster(boolean clustered, List<Node> nodes, List<String> shared, List<CacheClient> services) {}

    /** A node; {@code since} is the time from which it is present or missing. */
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

    /** Requests of a service to shared caches: waiting now, and without an answer in time since the start. */
    @Immutable
    @JsonbPropertyOrder({"service", "waiting", "unanswered"})
    public record CacheClient(String service, long waiting, long unanswered) {}

    /**
     * The stores of this node, and the data that is not in the database yet.
     *
     * @param database whether the database answered the last query for changes, and each background writer progresses
     * @param databaseMillis duration of that query; absent without an answer
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
     * @param lastSuccess when all rows were last written; absent before the first time
     * @param waiting number of waiting rows
     * @param waitingSeconds age of the oldest of them
     * @param setAside number of rows since the start that the database rejected because of their content
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
