// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why the check at the end of a message matters: without it, mail that does not fit is accepted and bounced. */
@SekishoSettings("sekisho.quota.end-of-message=false")
class WithoutEndOfMessageIT extends RealMail {
    private static final Duration BOUNCE = Duration.ofSeconds(40);

    @BeforeAll
    static void fillMailbox() {
        NearlyFull.fill();
    }

    @Test
    void mailWithoutSizeIsTakenAndBouncedByTheMailHost() throws Exception {
        String run = UUID.randomUUID().toString();
        NearlyFull.Sent sent = NearlyFull.send(run);
        assertThat(sent.taken()).isEqualTo(NearlyFull.MESSAGES);
        assertThat(sent.longestQueue()).as("%s", sent).isPositive();
        await().atMost(BOUNCE).until(() -> NearlyFull.bounces(run) == NearlyFull.MESSAGES);
    }
}
