// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Any bytes of a peer, in any pieces, are requests or nonsense. Run by seeds; fuzzed with -Pfuzz. */
@Tag("slow")
class PolicyFuzzTest {
    private static final PolicyLimits LIMITS = new PolicyLimits(2048, 512, 40);

    @FuzzTest(maxDuration = "2m")
    void thePiecesDoNotMatter(FuzzedDataProvider data) {
        int cut = data.consumeInt(0, 4096);
        byte[] bytes = data.consumeRemainingAsBytes();
        assertThat(decode(bytes, Math.min(cut, bytes.length))).isEqualTo(decode(bytes, bytes.length));
    }

    /** Empty for nonsense. */
    private static Optional<List<PolicyRequest>> decode(byte[] bytes, int cut) {
        SplitFeed feed = new SplitFeed(LIMITS);
        try {
            feed.segment(bytes, 0, cut).segment(bytes, cut, bytes.length);
        } catch (PolicyProtocolException e) {
            return Optional.empty();
        }
        return Optional.of(feed.requests());
    }
}
