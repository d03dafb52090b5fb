// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.policy.ProtocolState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages to several recipients, of which some are full: accepted, refused, split, or one recipient at a time. */
class SeveralRecipientsTest extends QuotaScenario {
    @Test
    void aRecipientWithoutARequestCountsAsOneOfTheMessage() {
        lists.put("relay", new MailboxRoute.NoQuotaHost("relay@example.com"));
        rcpt("m1", "relay", 0);
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(2).reason()).isEqualTo("1 of 2 recipients are full: taken for all");
    }

    @Test
    void allRecipientsFullIsRefusedForAll() {
        free.put("bob", 1000L);
        rcpt("m1", "ivan", 0);
        rcpt("m1", "bob", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(FULL);
        assertThat(metrics.saved).hasValue(2);
    }

    @Test
    void someFullIsAcceptedByDefault() {
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-accept");
        assertThat(decisions.get(2).reason()).isEqualTo("1 of 2 recipients are full: taken for all");
    }

    @Test
    void someFullIsRefusedForAllOnDemand() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "refuse"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(FULL);
        assertThat(metrics.outcomes).containsExactly("mixed-refuse");
        assertThat(metrics.saved).hasValue(1);
    }

    @Test
    void retrySplitDefersOnceAndThenRefusesTheFullMailboxes() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        assertThat(metrics.saved).hasValue(1);

        assertThat(decide(request(ProtocolState.RCPT, "m4", "ivan", 0)
                        .sender("another@elsewhere.example")
                        .build()))
                .as("of another sender")
                .isEqualTo(DUNNO);
        assertThat(rcpt("m2", "ivan", 0)).isEqualTo(FULL);
        assertThat(rcpt("m2", "ivan", 0)).as("requested again").isEqualTo(FULL);
        assertThat(rcpt("m2", "alice", 0)).isEqualTo(DUNNO);
        assertThat(end("m2", "alice", 1, 1001)).isEqualTo(DUNNO);

        assertThat(rcpt("m3", "ivan", 0)).as("another, smaller message").isEqualTo(DUNNO);
        assertThat(end("m3", "ivan", 1, 900)).isEqualTo(DUNNO);
    }

    @Test
    void aRetryWithADeclaredSizeIsCheckedWithThatSize() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        assertThat(rcpt("m2", "alice", 1001)).isEqualTo(DUNNO);
        assertThat(decisions.get(3).reason()).isEmpty();
        assertThat(rcpt("m2", "ivan", 500)).isEqualTo(FULL);
        assertThat(decisions.get(4).reason()).isEqualTo("real size of the first attempt: 1001");
    }

    @Test
    void retrySplitDoesNotDeferASecondTime() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.mixed", "retry-split"));
        rcpt("m1", "ivan", 0);
        rcpt("m1", "alice", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(AGAIN);
        free.put("ivan", 5000L);
        rcpt("m2", "ivan", 0);
        rcpt("m2", "alice", 0);
        free.put("ivan", 0L);
        assertThat(end("m2", "", 2, 1002)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-retry", "mixed-accept");
    }

    @Test
    void aForgottenRecipientKeepsTheOthersFromBeingAll() {
        rcpt("m1", "ivan", 0);
        assertThat(end("m1", "", 2, 1001)).isEqualTo(DUNNO);
        assertThat(metrics.outcomes).containsExactly("mixed-accept");
    }

    @Test
    void aListIsFullOnlyIfEachOfItsMailboxesIs() {
        lists.put("all", new MailboxRoute.Many(List.of(mailbox("ivan"), mailbox("alice")), false));
        rcpt("m1", "all", 0);
        assertThat(end("m1", "all", 1, 1001)).isEqualTo(DUNNO);
        free.put("alice", 10L);
        rcpt("m2", "all", 0);
        assertThat(end("m2", "all", 1, 1001)).isEqualTo(FULL);
        assertThat(requests).contains("ivan 1001", "alice 1001");
    }

    @Test
    void aNearlyFullMailboxIsServedAloneOnDemand() {
        proxy = proxy(MessageConfigs.with(
                "sekisho.quota.single-recipient", "true", "sekisho.quota.verdict-cache-millis", "0"));
        rcpt("m0", "ivan", 0);
        end("m0", "ivan", 1, 1001);

        assertThat(rcpt("m1", "ivan", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m1", "alice", 0)).isEqualTo(ALONE);
        assertThat(rcpt("m1", "ivan", 0)).as("the same again").isEqualTo(DUNNO);
        assertThat(end("m1", "ivan", 1, 1001)).isEqualTo(FULL);
        assertThat(rcpt("m2", "alice", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m2", "ivan", 0)).isEqualTo(ALONE);
        assertThat(rcpt("m3", "alice", 500)).as("declared").isEqualTo(DUNNO);
        assertThat(rcpt("m3", "ivan", 500)).isEqualTo(DUNNO);
    }

    @Test
    void mailboxesWithRoomAreServedTogether() {
        proxy = proxy(MessageConfigs.with("sekisho.quota.single-recipient", "true"));
        free.put("bob", 100_000_000L);
        free.put("carol", 100_000_000L);
        rcpt("m0", "bob", 0);
        end("m0", "bob", 1, 50_000_000);
        assertThat(rcpt("m1", "bob", 0)).isEqualTo(DUNNO);
        assertThat(rcpt("m1", "carol", 0)).isEqualTo(DUNNO);
    }

    /** Only the members of lists cause many requests for one recipient. */
    @Test
    void aSingleMailboxIsRequestedHoweverManyMembersTheListsHave() {
        proxy = proxy(new MessageConfigs.Of()
                .and("sekisho.quota.single-recipient", "true")
                .and("sekisho.quota.verdict-cache-millis", "0")
                .and("sekisho.quota.requests-per-message", "2")
                .config());
        lists.put("two", new MailboxRoute.Many(List.of(mailbox("alice"), mailbox("ivan")), false));
        rcpt("m1", "two", 0);
        rcpt("m1", "alice", 0);
        rcpt("m1", "alice", 0);
        assertThat(requests).containsExactly("alice 0", "ivan 0", "alice 0", "alice 0");
        assertThat(metrics.tooMany).hasValue(0);
    }

    @Test
    void exemptClientsAndSendersMaySendToSeveralAtATime() {
        for (String exempt : List.of("192.0.2.0/24", "elsewhere.example")) {
            proxy = proxy(MessageConfigs.with(
                    "sekisho.quota.single-recipient", "true", "sekisho.quota.single-recipient-exempt", exempt));
            rcpt("m0" + exempt, "ivan", 2000);
            rcpt("m1" + exempt, "ivan", 0);
            assertThat(rcpt("m1" + exempt, "alice", 0)).as(exempt).isEqualTo(DUNNO);
        }
    }
}
