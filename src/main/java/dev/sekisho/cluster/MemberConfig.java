// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;

/** Hazelcast's complete configuration of a member; no file and no default discovery is used. */
@ThreadSafe
final class MemberConfig {
    /** Bytes of the cluster's name, which the member port sends to any client. */
    private static final int NAME_BYTES = 12;

    private MemberConfig() {}

    static Config of(ClusterConfig config) {
        Config hazelcast = new Config();
        hazelcast.setClassLoader(MemberConfig.class.getClassLoader());
        hazelcast.setClusterName("sekisho-" + config.secret().derived("cluster name", NAME_BYTES));
        properties(hazelcast);
        network(hazelcast.getNetworkConfig(), config);
        hazelcast.getMetricsConfig().setEnabled(false);
        hazelcast.getJetConfig().setEnabled(false);
        hazelcast.getSerializationConfig().setJavaSerializationFilterConfig(permittedClasses());
        return hazelcast;
    }

    private static void properties(Config hazelcast) {
        hazelcast.setProperty("hazelcast.logging.type", "jdk");
        hazelcast.setProperty("hazelcast.health.monitoring.level", "OFF");
        hazelcast.setProperty("hazelcast.phone.home.enabled", "false");
        // The application stops the member itself, after the policy connections are drained.
        hazelcast.setProperty("hazelcast.shutdownhook.enabled", "false");
        hazelcast.setProperty("hazelcast.socket.bind.any", "false");
        // A machine that fails silently is lost after 10 s instead of 60. A killed process is lost at once, because its
        // sockets close.
        hazelcast.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        hazelcast.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        hazelcast.setProperty("hazelcast.heartbeat.failuredetector.type", "deadline");
        // An operation whose backup was lost with its node is retried after a second instead of five.
        hazelcast.setProperty("hazelcast.operation.backup.timeout.millis", "1000");
        hazelcast.setProperty("hazelcast.invocation.retry.pause.millis", "100");
        // A split heals about 30 s after the network recovers, instead of minutes.
        hazelcast.setProperty("hazelcast.merge.first.run.delay.seconds", "20");
        hazelcast.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
        hazelcast.setProperty("hazelcast.graceful.shutdown.max.wait", "30");
        // Nodes that start together wait for each other instead of each starting a cluster alone.
        hazelcast.setProperty("hazelcast.max.join.seconds", "30");
        hazelcast.setProperty("hazelcast.tcp.join.port.try.count", "1");
    }

    private static void network(NetworkConfig network, ClusterConfig config) {
        network.setPort(config.port()).setPortAutoIncrement(false).setReuseAddress(true);
        network.getInterfaces().setEnabled(true).addInterface(config.address());
        network.setPublicAddress(config.address() + ":" + config.port());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        config.members().forEach(each -> join.getTcpIpConfig().addMember(each.toString()));
    }

    /**
     * The classes that may be deserialised: Sekisho's values, those of JCache and Hazelcast, and plain ones of the JDK.
     */
    private static JavaSerializationFilterConfig permittedClasses() {
        ClassFilter permitted = new ClassFilter();
        permitted.addPrefixes("dev.sekisho.", "javax.cache.", "com.hazelcast.", "[");
        permitted.addPackages("java.lang", "java.time", "java.math");
        permitted.addClasses(
                "java.util.ArrayList",
                "java.util.Arrays$ArrayList",
                "java.util.CollSer",
                "java.util.Collections$EmptyList",
                "java.util.Collections$UnmodifiableList",
                "java.util.Collections$UnmodifiableRandomAccessList",
                "java.util.Collections$UnmodifiableCollection",
                "java.util.HashMap",
                "java.util.HashSet",
                "java.util.ImmutableCollections",
                "java.util.LinkedHashMap",
                "java.util.Optional",
                "java.util.UUID",
                "java.util.concurrent.TimeUnit",
                "java.util.concurrent.TimeoutException",
                "java.util.concurrent.CancellationException",
                "java.util.concurrent.ExecutionException",
                "java.io.IOException");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(permitted);
    }
}
