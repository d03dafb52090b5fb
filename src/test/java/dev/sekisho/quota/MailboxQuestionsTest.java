// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What several mailboxes say together about one recipient. */
class MailboxQuestionsTest {
    private static final QuotaAnswer ROOM = new QuotaAnswer.Room();
    private static final QuotaAnswer FULL = new QuotaAnswer.Full("Mailbox is full");
    private static final QuotaAnswer OTHER_FULL = new QuotaAnswer.Full("Quota exceeded");
    private static final QuotaAnswer UNKNOWN = new QuotaAnswer.Unknown("Unknown user");
    private static final QuotaAnswer AWAY = new QuotaAnswer.Unavailable(QuotaFailure.TIMEOUT);

    @Test
    void roomInOneIsRoom() {
        assertThat(MailboxQuestions.together(List.of(FULL, AWAY, ROOM))).isEqualTo(ROOM);
    }

    @Test
    void allFullIsFullInTheWordsOfTheFirst() {
        assertThat(MailboxQuestions.together(List.of(FULL, OTHER_FULL))).isEqualTo(FULL);
        assertThat(MailboxQuestions.together(List.of(UNKNOWN, OTHER_FULL, FULL)))
                .isEqualTo(OTHER_FULL);
    }

    @Test
    void oneThatGivesNoAnswerMayHaveRoom() {
        assertThat(MailboxQuestions.together(List.of(FULL, AWAY))).isEqualTo(AWAY);
        assertThat(MailboxQuestions.together(List.of(AWAY, FULL, UNKNOWN))).isEqualTo(AWAY);
    }

    @Test
    void allUnknownIsUnknown() {
        assertThat(MailboxQuestions.together(List.of(UNKNOWN, UNKNOWN))).isEqualTo(UNKNOWN);
    }
}
