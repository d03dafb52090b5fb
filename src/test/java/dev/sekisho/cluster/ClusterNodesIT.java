// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import dev.sekisho.settings.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Members of a cluster of two on loopback, with a third one that is configured and was never there. */
class ClusterNodesIT {
    private final Instant begin = Instant.now();

    private static HazelcastCaches join(int port) {
        return HazelcastCaches.join(
                ClusterConfig.read(new Settings(new TestConfig(Map.of(
                        "sekisho.cluster.members",
                        "localhost:15721,127.0.0.1:15722,127.0.0.1:15723",
                        "sekisho.cluster.address",
                        "127.0.0.1",
                        "sekisho.cluster.port",
                        Integer.toString(port),
                        "sekisho.cluster.secret",
                        "9Qm2Zt7rV4xK8bN5cW3yHs6dLf")))),
                Clock.systemUTC());
    }

    @Test
    void eachNodeKnowsPresentAndMissingMembersAndSinceWhen() {
        try (HazelcastCaches first = join(15721)) {
            HazelcastCaches second = join(15722);
            try {
                first.open(new CacheSpec<>(
                        "of-all", String.class, Long.class, 10, Duration.ofMinutes(1), CacheSpec.Place.SHARED));
                first.open(new CacheSpec<>(
                        "of-one", String.class, Long.class, 10, Duration.ofMinutes(1), CacheSpec.Place.LOCAL));
                assertThat(first.shared()).containsExactly("of-all");
                List<ClusterNode> nodes = first.nodes();
                // The configured name, although the member identifies itself by its number.
                assertThat(nodes)
                        .extracting(ClusterNode::address)
                        .containsExactly("localhost:15721", "127.0.0.1:15722", "127.0.0.1:15723");
                assertThat(nodes).extracting(ClusterNode::here).containsExactly(true, false, false);
                assertThat(nodes).extracting(ClusterNode::present).containsExactly(true, true, false);
                assertThat(nodes.subList(0, 2))
                        .allMatch(each -> each.version().equals(Version.text()))
                        .allMatch(each -> each.since() != null && each.since().isAfter(begin));
                assertThat(nodes.get(2)).isEqualTo(new ClusterNode("127.0.0.1:15723", false, false, null, ""));
                assertThat(second.nodes())
                        .extracting(ClusterNode::here)
                        .as("as the other sees them")
                        .containsExactly(false, true, false);
            } finally {
                second.close();
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !first.nodes().get(1).present());
            ClusterNode lost = first.nodes().get(1);
            assertThat(lost.address()).isEqualTo("127.0.0.1:15722");
            assertThat(lost.since()).as("when it was missed").isAfter(begin);
            assertThat(second.nodes()).as("of a node that has left").noneMatch(ClusterNode::present);
        }
    }
}
