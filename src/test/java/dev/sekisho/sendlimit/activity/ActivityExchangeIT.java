// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.HazelcastCaches;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.sendlimit.counter.TestMember;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes of a cluster in this process, which talk over loopback. */
class ActivityExchangeIT {
    private static final String MALLORY = "mallory@example.org";

    private static PolicyRequest end(String instance, String client) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .instance(instance)
                .recipientCount(1)
                .clientAddress(client)
                .build();
    }

    private static List<SenderFigures> hour(SenderActivity activity) {
        return activity.figures(ActivityPeriod.HOUR);
    }

    @Test
    void bothNodesShowTheSumAlsoAfterOneHasLeftAndStartedAgain() {
        Clock clock = Clock.systemUTC();
        SenderActivity first = new SenderActivity(clock);
        SenderActivity second = new SenderActivity(clock);
        try (HazelcastCaches one = HazelcastCaches.join(TestMember.config(15731, 15731, 15732), clock)) {
            ActivityExchange ofFirst = new ActivityExchange(first, one, clock);
            try (HazelcastCaches two = HazelcastCaches.join(TestMember.config(15732, 15731, 15732), clock)) {
                ActivityExchange ofSecond = new ActivityExchange(second, two, clock);
                for (int i = 0; i < 30; i++) {
                    first.refuse(end("m" + i, "203.0.113.7"), MALLORY);
                    second.refuse(end("n" + i, "198.51.100.7"), MALLORY);
                }
                second.accept(end("o", "192.0.2.7"), "alice@example.org", 1, false);
                ofFirst.exchange();
                ofSecond.exchange();
                ofFirst.exchange();
                for (SenderActivity each : List.of(first, second)) {
                    assertThat(hour(each)).hasSize(2);
                    assertThat(hour(each))
                            .filteredOn(figures -> figures.account().equals(MALLORY))
                            .singleElement()
                            .satisfies(figures -> {
                                assertThat(figures.refused()).isEqualTo(60);
                                assertThat(figures.clients()).hasSize(2);
                            });
                }
            }
            ofFirst.exchange();
            assertThat(hour(first)).as("of a node that has left").hasSize(2);
            try (HazelcastCaches again = HazelcastCaches.join(TestMember.config(15732, 15731, 15732), clock)) {
                SenderActivity fresh = new SenderActivity(clock);
                new ActivityExchange(fresh, again, clock).exchange();
                assertThat(hour(fresh)).as("of a node that starts again").hasSize(2);
            }
        }
    }
}
