// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members on a network that is cut and restored: two network namespaces with a virtual cable. Needs root. */
class ClusterSplitIT {
    private static final String ONE = "sekisho-one";
    private static final String OTHER = "sekisho-other";
    private static final String MEMBERS = "10.213.7.1:15741,10.213.7.2:15741";

    @BeforeEach
    void layCable() throws Exception {
        boolean possible = "root".equals(System.getProperty("user.name")) && ip("netns", "add", ONE);
        if (!possible && "true".equals(System.getenv("MAIL_TESTS_REQUIRED"))) {
            throw new IllegalStateException("no network namespaces (MAIL_TESTS_REQUIRED=true)");
        }
        assumeThat(possible).as("network namespaces can be made").isTrue();
        assertThat(ip("netns", "add", OTHER)).isTrue();
        assertThat(ip("link", "add", "one", "netns", ONE, "type", "veth", "peer", "name", "other", "netns", OTHER))
                .isTrue();
        assertThat(ip("-n", ONE, "addr", "add", "10.213.7.1/24", "dev", "one")).isTrue();
        assertThat(ip("-n", OTHER, "addr", "add", "10.213.7.2/24", "dev", "other"))
                .isTrue();
        for (String[] link : new String[][] {{ONE, "lo"}, {ONE, "one"}, {OTHER, "lo"}, {OTHER, "other"}}) {
            assertThat(ip("-n", link[0], "link", "set", link[1], "up")).isTrue();
        }
    }

    @AfterEach
    void takeAway() throws Exception {
        ip("netns", "del", ONE);
        ip("netns", "del", OTHER);
    }

    @Test
    void eachSideAdmitsUpToTheLimitAndAfterwardsTheyAreOneAgain() throws Exception {
        try (MemberProcess one = start(ONE, "10.213.7.1");
                MemberProcess other = start(OTHER, "10.213.7.2")) {
            one.awaitJoined();
            other.awaitJoined();
            awaitMembers(one, "2");

            assertThat(ip("-n", ONE, "link", "set", "one", "down")).isTrue();
            awaitMembers(one, "1");
            awaitMembers(other, "1");
            int admitted = Integer.parseInt(one.command("fill")) + Integer.parseInt(other.command("fill"));
            assertThat(admitted).as("both sides together").isEqualTo(2 * TestMember.LIMIT);

            assertThat(ip("-n", ONE, "link", "set", "one", "up")).isTrue();
            awaitMembers(one, "2");
            awaitMembers(other, "2");
            await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(one.command("filled")).isEqualTo(Integer.toString(TestMember.LIMIT));
                assertThat(other.command("filled")).isEqualTo(Integer.toString(TestMember.LIMIT));
            });
            assertThat(one.command("one")).isEqualTo("REFUSED");
            assertThat(other.command("one")).isEqualTo("REFUSED");
        }
    }

    private static MemberProcess start(String namespace, String address) throws IOException {
        return MemberProcess.start(List.of("ip", "netns", "exec", namespace), address, 15741, MEMBERS);
    }

    private static void awaitMembers(MemberProcess member, String members) {
        await().atMost(90, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> member.command("members").equals(members));
    }

    private static boolean ip(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
