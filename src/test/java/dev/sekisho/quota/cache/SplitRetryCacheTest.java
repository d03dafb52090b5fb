// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.quota.MessageConfigs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The retry of a message that Postfix had to send to one recipient at a time. */
class SplitRetryCacheTest {
    private static final RememberedRecipient IVAN =
            new RememberedRecipient("ivan@example.com", List.of(), 0, RememberedRecipient.UNJUDGED);

    @Test
    void theFirstMessageAfterTheReplyIsTheRetryAndALaterOneIsNot() {
        try (TestBoundedCaches caches = new TestBoundedCaches()) {
            SplitRetryCache splits = new SplitRetryCache(
                    caches, new CacheFailures(new SettableClock("2026-03-01T09:00:00Z")), MessageConfigs.defaults());
            assertThat(splits.isRefusedAlready(request("m1"), List.of(IVAN))).isFalse();
            splits.await(request("m1"), List.of(IVAN));
            assertThat(splits.isRefusedAlready(request("m2"), List.of(IVAN))).isTrue();
            assertThat(splits.returning(request("m2"), IVAN.recipient())).isEqualTo(1001);
            assertThat(splits.returning(request("m2"), IVAN.recipient()))
                    .as("repeated by Postfix")
                    .isEqualTo(1001);
            assertThat(splits.isRefusedAlready(request("m2"), List.of(IVAN))).isTrue();
            assertThat(splits.isRefusedAlready(request("m3"), List.of(IVAN))).isFalse();
            assertThat(splits.returning(request("m3"), IVAN.recipient())).isZero();
        }
    }

    private static PolicyRequest request(String instance) {
        return PolicyRequest.at(ProtocolState.END_OF_MESSAGE)
                .policyClient("192.0.2.25")
                .clientAddress("192.0.2.7")
                .sender("someone@elsewhere.example")
                .instance(instance)
                .sizeBytes(1001)
                .build();
    }
}
