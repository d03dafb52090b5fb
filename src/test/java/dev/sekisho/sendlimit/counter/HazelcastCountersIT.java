// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.HazelcastCaches;
import dev.sekisho.sendlimit.TestDirectory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on two members of a cluster, which live in this process and talk over loopback. */
class HazelcastCountersIT extends CountersContract {
    private final List<CacheFactory> nodes = new ArrayList<>();
    private final List<SendCounters> counters = new ArrayList<>();

    @BeforeEach
    void join() {
        for (int port : new int[] {15711, 15712}) {
            nodes.add(HazelcastCaches.join(TestMember.config(port, 15711, 15712), Clock.systemUTC()));
        }
    }

    @AfterEach
    void leave() {
        nodes.forEach(CacheFactory::close);
    }

    @Override
    List<CacheFactory> nodes() {
        return nodes;
    }

    @Override
    List<SendCounters> counters(TestDirectory directory, SettableClock clock) {
        if (counters.isEmpty()) {
            nodes.forEach(each -> counters.add(new SendCounters(each, directory, clock, event -> {})));
        }
        return counters;
    }
}
