// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import dev.sekisho.net.HostPort;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    private final Map<String, String> given = new HashMap<>();

    @Test
    void withoutMembersItIsASingleNodeAndNothingElseIsNeeded() {
        assertThat(problems()).isEmpty();
        assertThat(read().isClustered()).isFalse();
    }

    @Test
    void aClusterNeedsAnAddressAndASecret() {
        given.put("sekisho.cluster.members", "10.0.0.1, 10.0.0.2");
        given.put("sekisho.cluster.secret", "too short");
        assertThat(problems())
                .containsExactly(
                        "sekisho.cluster.secret is too easy to guess; generate a random one, for example by openssl rand -base64 32",
                        "sekisho.cluster.address is not set although sekisho.cluster.members is");
        given.remove("sekisho.cluster.secret");
        assertThat(problems())
                .first()
                .isEqualTo(
                        "sekisho.cluster.secret is not set although sekisho.cluster.members is; generate one by openssl"
                                + " rand -base64 32");
    }

    @Test
    void aMemberIsAnAddressWithOrWithoutPort() {
        given.put("sekisho.cluster.members", "10.0.0.1:5701, gate2.example.net,[2001:db8::1]:5701");
        assertThat(read().members())
                .map(HostPort::toString)
                .containsExactly("10.0.0.1:5701", "gate2.example.net:5701", "[2001:db8::1]:5701");
        given.put("sekisho.cluster.members", "http://10.0.0.1/");
        assertThat(problems()).first().asString().contains("sekisho.cluster.members");
    }

    @Test
    void aMemberListensOnItsOneAddressAndFindsOthersByTheListAlone() {
        Config member = MemberConfig.of(clustered("9Qm2Zt7rV4xK8bN5cW3yHs6dLf"));
        assertThat(member.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("10.0.0.1");
        assertThat(member.getNetworkConfig().getPort()).isEqualTo(5702);
        assertThat(member.getNetworkConfig().isPortAutoIncrement()).isFalse();
        assertThat(member.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
        assertThat(member.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(member.getNetworkConfig().getJoin().getMulticastConfig().isEnabled())
                .isFalse();
        assertThat(member.getNetworkConfig().getJoin().getAutoDetectionConfig().isEnabled())
                .isFalse();
        assertThat(member.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("10.0.0.1:5702", "10.0.0.2:5701");
    }

    @Test
    void theClusterNameDependsOnTheSecretWithoutRevealingIt() {
        String name = MemberConfig.of(clustered("9Qm2Zt7rV4xK8bN5cW3yHs6dLf")).getClusterName();
        assertThat(name).startsWith("sekisho-").doesNotContain("secret");
        assertThat(MemberConfig.of(clustered("another-7rV4xK8bN5cW3yHs6d")).getClusterName())
                .isNotEqualTo(name);
        assertThat(clustered("9Qm2Zt7rV4xK8bN5cW3yHs6dLf").toString()).doesNotContain("9Qm2");
    }

    /** A quick hash would let an attacker test a list of secrets. */
    @Test
    void theClusterNameIsASlowHashOfTheSecret() throws Exception {
        String secret = "9Qm2Zt7rV4xK8bN5cW3yHs6dLf";
        ClusterConfig config = clustered(secret);
        String digits = MemberConfig.of(config).getClusterName().substring("sekisho-".length());
        for (String text : List.of(secret, "sekisho cluster " + secret, "brute-force protection " + secret)) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            assertThat(HexFormat.of().formatHex(hash)).doesNotContain(digits);
        }
        // PBKDF2 and the expansion of HKDF by Python's hashlib and hmac.
        assertThat(digits).isEqualTo("b00e100f7dda3985da29f0f8");
        assertThat(config.secret().derived("brute-force protection key", 32))
                .startsWith("73e6eb22b93eedd5")
                .hasSize(64);
        assertThat(config.secret().toString()).isEqualTo("***");
    }

    @Test
    void gadgetClassesAreNotDeserialized() {
        JavaSerializationFilterConfig filter = MemberConfig.of(clustered("9Qm2Zt7rV4xK8bN5cW3yHs6dLf"))
                .getSerializationConfig()
                .getJavaSerializationFilterConfig();
        assertThat(filter.isDefaultsDisabled()).isTrue();
        assertThat(filter.getWhitelist().isListed("dev.sekisho.sendlimit.counter.CounterStateProxy"))
                .isTrue();
        assertThat(List.of(
                        "java.util.PriorityQueue",
                        "java.net.URL",
                        "java.lang.reflect.Proxy",
                        "javax.management.BadAttributeValueExpException",
                        "org.flywaydb.core.Flyway",
                        "com.github.benmanes.caffeine.cache.Caffeine"))
                .noneMatch(filter.getWhitelist()::isListed);
    }

    private ClusterConfig clustered(String secret) {
        given.put("sekisho.cluster.members", "10.0.0.1:5702, 10.0.0.2:5701");
        given.put("sekisho.cluster.address", "10.0.0.1");
        given.put("sekisho.cluster.port", "5702");
        given.put("sekisho.cluster.secret", secret);
        return read();
    }

    private ClusterConfig read() {
        return ClusterConfig.read(new Settings(new TestConfig(given)));
    }

    private List<String> problems() {
        Settings settings = new Settings(new TestConfig(given));
        ClusterConfig.read(settings);
        return settings.problems();
    }
}
