// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The result of several mailboxes for one recipient. */
class MailboxRequestsTest {
    private static final QuotaResult ROOM = new QuotaResult.Room();
    private static final QuotaResult FULL = new QuotaResult.Full("Mailbox is full");
    private static final QuotaResult OTHER_FULL = new QuotaResult.Full("Quota exceeded");
    private static final QuotaResult UNKNOWN = new QuotaResult.Unknown("Unknown user");
    private static final QuotaResult AWAY = new QuotaResult.Unavailable(QuotaFailure.TIMEOUT);

    @Test
    void roomInOneIsRoom() {
        assertThat(MailboxRequests.together(List.of(FULL, AWAY, ROOM))).isEqualTo(ROOM);
    }

    @Test
    void allFullIsFullInTheWordsOfTheFirst() {
        assertThat(MailboxRequests.together(List.of(FULL, OTHER_FULL))).isEqualTo(FULL);
        assertThat(MailboxRequests.together(List.of(UNKNOWN, OTHER_FULL, FULL))).isEqualTo(OTHER_FULL);
    }

    @Test
    void oneThatGivesNoAnswerMayHaveRoom() {
        assertThat(MailboxRequests.together(List.of(FULL, AWAY))).isEqualTo(AWAY);
        assertThat(MailboxRequests.together(List.of(AWAY, FULL, UNKNOWN))).isEqualTo(AWAY);
    }

    @Test
    void allUnknownIsUnknown() {
        assertThat(MailboxRequests.together(List.of(UNKNOWN, UNKNOWN))).isEqualTo(UNKNOWN);
    }
}
