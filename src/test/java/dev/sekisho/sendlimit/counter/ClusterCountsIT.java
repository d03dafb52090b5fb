// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that join, leave in order and are killed while others count: each message is counted once. */
class ClusterCountsIT {
    private static final int[] PORTS = {15721, 15722, 15723};

    private final List<MemberProcess> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(MemberProcess::close);
    }

    @Test
    void noCountIsLostOrDoubledWhileMembersJoinLeaveAndAreKilled() throws Exception {
        MemberProcess first = start(PORTS[0]).awaitJoined();
        MemberProcess second = start(PORTS[1]).awaitJoined();
        awaitMembers(first, 2);
        first.command("count");
        second.command("count");

        MemberProcess third = start(PORTS[2]).awaitJoined();
        awaitMembers(first, 3);
        counting(Duration.ofSeconds(1));
        third.kill();
        awaitMembers(first, 2);
        counting(Duration.ofSeconds(1));

        third = start(PORTS[2]).awaitJoined();
        awaitMembers(first, 3);
        third.leave();
        awaitMembers(first, 2);

        // The node that counts leaves in order too, so its reported count is complete.
        third = start(PORTS[2]).awaitJoined();
        third.command("count");
        awaitMembers(first, 3);
        counting(Duration.ofSeconds(1));
        long counted = counted(second);
        second.leave();
        awaitMembers(first, 2);
        counting(Duration.ofSeconds(1));

        counted += counted(third);
        // The rest is on the backups alone.
        third.kill();
        awaitMembers(first, 1);
        counted += counted(first);
        long used = Long.parseLong(first.command("used"));
        assertThat(counted).as("messages counted").isGreaterThan(1000);
        assertThat(used - counted)
                .as("counts lost (-) or doubled (+) of %s", counted)
                .isZero();
        assertThat(first.command("reserved")).isEqualTo("0");
    }

    private MemberProcess start(int port) throws IOException {
        MemberProcess member = MemberProcess.start(port, PORTS);
        started.add(member);
        return member;
    }

    private static long counted(MemberProcess member) throws IOException {
        return Long.parseLong(member.command("halt").replaceFirst(" .*", ""));
    }

    private static void awaitMembers(MemberProcess member, int members) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> member.command("members").equals(Integer.toString(members)));
    }

    /** Lets the members count for a while. */
    private static void counting(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
