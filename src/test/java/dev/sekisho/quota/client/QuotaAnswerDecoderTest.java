// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.quota.client.QuotaAnswerDecoder.NonsenseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaAnswerDecoderTest {

    @ParameterizedTest
    @CsvSource({
        "OK, room",
        "DUNNO, room",
        "dunno, room",
        "554 5.2.2 Quota exceeded (mailbox for user is full), full",
        "552 5.2.2 Mailbox is full, full",
        "452 4.2.2 Mailbox is full, full",
        "552 Mailbox is full, full",
        "452 Try later, full",
        "552, full",
        "552 5.3.4 Message too large, full",
        "554 5.2.3 Message too large, full",
        "REJECT 5.2.2 Mailbox is full, full",
        "REJECT Mailbox is full, full",
        "REJECT Quota exceeded, full",
        "550 Over quota, full",
        "DEFER 4.2.2 Mailbox is full, full",
        "reject Unknown user, unknown",
        "REJECT Unknown user, unknown",
        "REJECT 5.1.1 Go away, unknown",
        "550 5.1.1 Unknown user, unknown",
        "550 5.1.1 Quota of an unknown user, unknown",
        "550 No such user, unknown",
        "550 User doesn't exist, unknown",
        "REJECT, unclear",
        "REJECT Go away, unclear",
        "554 5.7.1 Mailbox is full of spam, unclear",
        "451 4.3.0 Internal error, unclear",
        "452 4.3.1 Insufficient system storage, unclear",
        "DEFER_IF_PERMIT Internal error occurred. Refer to server log for more information., unclear",
        "DEFER_IF_PERMIT 4.2.2 Mailbox is full, unclear",
        "DEFER, unclear",
        "WARN Mailbox is nearly full, unclear",
        "HOLD, unclear",
        "250 OK, unclear",
        "200, unclear",
        "5522 5.2.2 Mailbox is full, unclear",
        "'', unclear",
    })
    void anActionMeansOneOfFourThings(String action, String meaning) {
        assertThat(QuotaAnswerDecoder.meaning(action).metricLabel()).isEqualTo(meaning);
    }

    @Test
    void theWordsAreKeptWithoutTheirCodes() {
        assertThat(QuotaAnswerDecoder.meaning("552 5.2.2 Mailbox is full"))
                .isEqualTo(new QuotaResult.Full("Mailbox is full"));
    }

    @Test
    void anAnswerIsReadOnceItIsWhole() throws NonsenseException {
        byte[] whole = "action=552 5.2.2 Mailbox is full\n\n".getBytes(StandardCharsets.UTF_8);
        ByteBuffer received = ByteBuffer.allocate(QuotaAnswerDecoder.MAX_ANSWER_BYTES);
        for (byte each : whole) {
            assertThat(QuotaAnswerDecoder.decode(received)).isEmpty();
            received.put(each);
        }
        assertThat(QuotaAnswerDecoder.decode(received)).contains(new QuotaResult.Full("Mailbox is full"));
    }

    /** Recorded from 2.4.1 with its defaults; 2.4.5 answers the same. */
    @Test
    void answersOfDovecot24AreDecoded() throws Exception {
        List<QuotaResult> answers = new ArrayList<>();
        for (String block : recording("dovecot-2.4-quota-status").split("\n\n", -1)) {
            if (block.startsWith("action=")) {
                answers.add(QuotaAnswerDecoder.decode(received(block + "\n\n")).orElseThrow());
            }
        }
        QuotaResult room = new QuotaResult.Room();
        QuotaResult full = new QuotaResult.Full("Quota exceeded (mailbox for user is full)");
        QuotaResult unknown = new QuotaResult.Unknown("Unknown user");
        // The last but one is larger than the whole limit: empty unless quota_status_toolarge is set, which is no clear
        // word.
        assertThat(answers)
                .containsExactly(
                        room, full, room, room, full, full, unknown, room, full, new QuotaResult.Unclear(""), unknown);
    }

    @Test
    void answersThatComeTogetherAreTakenOneByOne() throws Exception {
        ByteBuffer received = received("action=DUNNO\n\naction=552 5.2.2 Full\n\nacti");
        assertThat(QuotaAnswerDecoder.take(received)).contains(new QuotaResult.Room());
        assertThat(QuotaAnswerDecoder.take(received)).contains(new QuotaResult.Full("Full"));
        assertThat(QuotaAnswerDecoder.take(received)).isEmpty();
        received.put("on=DUNNO\n\n".getBytes(StandardCharsets.UTF_8));
        assertThat(QuotaAnswerDecoder.take(received)).contains(new QuotaResult.Room());
        assertThat(received.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\n",
                "action: DUNNO\n\n",
                "Action=DUNNO\n\n",
                "action=DUNNO\r\n\r\n",
                "action=DUN\u0000NO\n\n",
                "action=DUNNO\nx",
                "action=DUNNO\naction=DUNNO\n\n",
                "action=DUNNO\n\naction=DUNNO\n\n",
                "action=DUNNO\n\n\n",
                "HTTP/1.0 400 Bad Request\r\n",
            })
    void anInvalidAnswerIsNonsense(String text) {
        assertThatThrownBy(() -> QuotaAnswerDecoder.decode(received(text))).isInstanceOf(NonsenseException.class);
    }

    @Test
    void anAnswerOfMoreThanAKilobyteIsNonsense() {
        assertThatThrownBy(() -> QuotaAnswerDecoder.decode(received("action=" + "x".repeat(1017))))
                .hasMessage("an answer longer than 1024 bytes");
    }

    @Test
    void noBytesCauseAnythingButAnAnswerOrNonsense() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = "action=552 5.2.2 Full\n\n".getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                QuotaAnswerDecoder.decode(received(text))
                        .ifPresent(answer -> assertThat(answer.result()).isNotEmpty());
            } catch (NonsenseException e) {
                assertThat(e.reason()).as("seed %d", seed).startsWith("an answer");
            }
        }
    }

    private static String recording(String name) throws IOException {
        try (InputStream stream = QuotaAnswerDecoderTest.class.getResourceAsStream("/wire/" + name + ".policy")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer received(String text) {
        return ByteBuffer.allocate(QuotaAnswerDecoder.MAX_ANSWER_BYTES).put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void anInvalidAnswerIsDetectedBeforeItsEnd() {
        ByteBuffer received = ByteBuffer.allocate(100).put("nonsense".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> QuotaAnswerDecoder.take(received))
                .isInstanceOf(QuotaAnswerDecoder.NonsenseException.class);
    }
}
