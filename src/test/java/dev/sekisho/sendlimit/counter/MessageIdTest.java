// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.policy.ProtocolState;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two messages with one fingerprint would be counted as one. */
class MessageIdTest {
    private static final int MANY = 100_000;

    @Test
    void manyTextsHaveAsManyFingerprints() {
        Set<Long> fingerprints = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            fingerprints.add(MessageId.fingerprint("domain" + i + ".example"));
        }
        assertThat(fingerprints).hasSize(MANY);
    }

    @Test
    void eachRecipientAndEachMessageIsAnother() {
        Set<Long> recipients = new HashSet<>();
        Set<Long> messages = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            PolicyRequest.Builder request = PolicyRequest.at(ProtocolState.RCPT).policyClient("192.0.2.1");
            recipients.add(MessageId.of(
                            request.instance("m1")
                                    .recipient("user" + i + "@example.org")
                                    .build(),
                            true)
                    .message());
            messages.add(MessageId.of(request.instance("m" + i).build(), false).message());
        }
        assertThat(recipients).hasSize(MANY);
        assertThat(messages).hasSize(MANY);
    }
}
