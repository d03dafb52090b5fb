// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDecoderTest {
    private static final PolicyLimits LIMITS = new PolicyLimits(16_384, 4096, 100);
    private static final String HEAD = "request=smtpd_access_policy\n";

    static List<String> recordings() {
        return Recordings.names();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void whatPostfixSendsIsRead(String recording) throws PolicyProtocolException {
        SplitFeed feed = new SplitFeed(LIMITS).all(Recordings.bytes(recording));

        assertThat(feed.requests()).isEqualTo(Recordings.requests(recording));
        assertThat(feed.isBetweenRequests()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aRecordingMayBeSplitAtEachByte(String recording) throws PolicyProtocolException {
        byte[] bytes = Recordings.bytes(recording);
        List<PolicyRequest> expected = Recordings.requests(recording);
        for (int split = 0; split <= bytes.length; split++) {
            SplitFeed feed = new SplitFeed(LIMITS).segment(bytes, 0, split).segment(bytes, split, bytes.length);

            assertThat(feed.requests()).as("split at %d", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aRecordingMayComeByteByByte(String recording) throws PolicyProtocolException {
        byte[] bytes = Recordings.bytes(recording);
        SplitFeed feed = new SplitFeed(LIMITS);
        for (int i = 0; i < bytes.length; i++) {
            feed.segment(bytes, i, i + 1);
        }

        assertThat(feed.requests()).isEqualTo(Recordings.requests(recording));
    }

    @Test
    void manyRequestsMayComeInOneSegment() throws PolicyProtocolException {
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        List<PolicyRequest> expected = new ArrayList<>();
        for (String recording : Recordings.names()) {
            pipeline.writeBytes(Recordings.bytes(recording));
            expected.addAll(Recordings.requests(recording));
        }

        assertThat(new SplitFeed(LIMITS).all(pipeline.toByteArray()).requests()).isEqualTo(expected);
    }

    @Test
    void aRecordedEndOfMessageIsReadAsItWasSent() throws PolicyProtocolException {
        assertThat(new SplitFeed(LIMITS)
                        .all(Recordings.bytes("postfix-submission-end-of-message"))
                        .requests())
                .containsExactly(new PolicyRequest(
                        NaiveDecoder.POLICY_CLIENT,
                        ProtocolState.END_OF_MESSAGE,
                        "575f.6b0503cb.9176f.0",
                        "9217121607D",
                        "carol@example.com",
                        "XCLIENT",
                        "carol@example.com",
                        "r1@other.example.com",
                        1,
                        1000,
                        "127.0.0.1",
                        "unknown",
                        "",
                        0));
    }

    @Test
    void randomRequestsInRandomSegmentsAreDecodedLikeTheOracle() throws PolicyProtocolException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<PolicyRequest> expected = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String block = randomBlock(random);
                text.append(block).append('\n');
                expected.add(NaiveDecoder.request(block));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            SplitFeed feed = new SplitFeed(LIMITS);
            int from = 0;
            while (from < bytes.length) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 5 : 900));
                feed.segment(bytes, from, to);
                from = to;
            }

            assertThat(feed.requests()).as("seed %d, round %d", seed, round).isEqualTo(expected);
        }
    }

    private static String randomBlock(Random random) {
        String[] names = {
            "sender",
            "recipient",
            "instance",
            "queue_id",
            "sasl_username",
            "sasl_method",
            "client_address",
            "client_name",
            "policy_context",
            "helo_name",
            "s",
            "sendes",
            "an_attribute_of_times_to_come",
            "protocol_state"
        };
        String[] values = {
            "",
            "a@example.com",
            "=",
            "a=b=c@example.com",
            "josé@example.com",
            "two words",
            "\t\u0001",
            "RCPT",
            "END-OF-MESSAGE",
            "x".repeat(700)
        };
        List<String> lines = new ArrayList<>(List.of("request=smtpd_access_policy"));
        for (int i = random.nextInt(20); i > 0; i--) {
            lines.add(names[random.nextInt(names.length)] + "=" + values[random.nextInt(values.length)]);
        }
        lines.add("size=" + (random.nextLong() & Long.MAX_VALUE));
        lines.add("recipient_count=" + random.nextInt(Integer.MAX_VALUE));
        Collections.shuffle(lines, random);
        return String.join("\n", lines) + "\n";
    }

    @Test
    void randomBytesAreReadOrRefusedButNeverMore() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] alphabet = "request=smtpd_access_policy\n\n\r\0size=-19recipient_count \u00e9"
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            try {
                assertThat(new SplitFeed(LIMITS).all(bytes).requests()).isNotNull();
            } catch (PolicyProtocolException e) {
                assertThat(e).as("seed %d, round %d", seed, round).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void aValueIsSplitAtTheFirstEqualsSignOnly() throws PolicyProtocolException {
        assertThat(one(HEAD + "sender=bounce+carol=example.com@lists.example.org\n\n")
                        .sender())
                .isEqualTo("bounce+carol=example.com@lists.example.org");
    }

    @Test
    void theLastOfARepeatedNameWins() throws PolicyProtocolException {
        assertThat(one(HEAD + "sender=first\nsender=last\nsize=1\nsize=2\n\n"))
                .isEqualTo(NaiveDecoder.request(HEAD + "sender=last\nsize=2\n"));
    }

    @Test
    void nothingIsCarriedOverToTheNextRequest() throws PolicyProtocolException {
        SplitFeed feed = new SplitFeed(LIMITS)
                .all(Recordings.bytes("postfix-submission-end-of-message"))
                .all((HEAD + "\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(feed.requests().get(1)).isEqualTo(NaiveDecoder.request(HEAD));
    }

    @Test
    void oneCarriageReturnBeforeTheLineEndIsDropped() throws PolicyProtocolException {
        assertThat(one("request=smtpd_access_policy\r\nsender=a@example.com\r\n\r\n")
                        .sender())
                .isEqualTo("a@example.com");
    }

    @Test
    void controlCharactersInAValueDoNotCostTheConnection() throws PolicyProtocolException {
        assertThat(one(HEAD + "sender=\"a\tb\u0001\u007f\"@example.com\n\n").sender())
                .isEqualTo("\"a\tb\u0001\u007f\"@example.com");
    }

    @Test
    void malformedUtf8BecomesTheReplacementCharacter() throws PolicyProtocolException {
        byte[] bytes = (HEAD + "sender=\u00e9@example.com\n\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new SplitFeed(LIMITS).all(bytes).requests().get(0).sender()).isEqualTo("\ufffd@example.com");
    }

    @Test
    void stagesOfOtherVersionsAreOther() throws PolicyProtocolException {
        assertThat(one(HEAD + "protocol_state=XCLIENT\n\n").protocolState()).isEqualTo(ProtocolState.OTHER);
        assertThat(one(HEAD + "\n").protocolState()).isEqualTo(ProtocolState.OTHER);
        assertThat(one(HEAD + "protocol_state=rcpt\n\n").protocolState()).isEqualTo(ProtocolState.OTHER);
    }

    @Test
    void theLargestNumbersAreRead() throws PolicyProtocolException {
        PolicyRequest request = one(HEAD + "size=9223372036854775807\nrecipient_count=2147483647\n\n");

        assertThat(request.sizeBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(request.recipientCount()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recipient_count=-1",
                "recipient_count=2147483648",
                "recipient_count=1 ",
                "size=-1",
                "size=+1",
                "size=0x10",
                "size=9223372036854775808",
                "size=99999999999999999999999999",
                "size=1e3",
                "sender",
                "=value",
                "a name=value",
                "n\u00e4me=value",
                "tab\t=value",
                "sender=a\0b",
                "request=other",
                "request=smtpd_access_policy_2",
                "request="
            })
    void nonsenseIsAProtocolError(String line) {
        assertThatThrownBy(() -> one(HEAD + line + "\n\n"))
                .isInstanceOf(PolicyProtocolException.class)
                .hasNoCause();
    }

    @Test
    void aRequestOfAnotherKindIsAProtocolError() {
        assertThatThrownBy(() -> one("\n")).isInstanceOf(PolicyProtocolException.class);
        ByteBuffer first = ByteBuffer.wrap(new byte[] {'\n'});
        assertThatThrownBy(() -> new PolicyDecoder("192.0.2.1", LIMITS).decode(first))
                .isInstanceOf(PolicyProtocolException.class);
        assertThatThrownBy(() -> one("sender=a@example.com\n\n")).isInstanceOf(PolicyProtocolException.class);
        assertThatThrownBy(() -> one("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"))
                .isInstanceOf(PolicyProtocolException.class);
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNoLonger() throws PolicyProtocolException {
        String value = "x".repeat(LIMITS.maxLineBytes() - "sender=".length());

        assertThat(one(HEAD + "sender=" + value + "\n\n").sender()).isEqualTo(value);
        assertThatThrownBy(() -> one(HEAD + "sender=" + value + "x\n\n"))
                .isInstanceOf(PolicyProtocolException.class)
                .hasMessage("line of more than 4096 bytes");
    }

    @Test
    void aLineWithoutEndIsRefusedAsSoonAsItIsTooLong() {
        SplitFeed feed = new SplitFeed(LIMITS);
        byte[] chunk = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        feed.all(chunk);
                    }
                })
                .isInstanceOf(PolicyProtocolException.class);
    }

    @Test
    void aRequestMayBeAsLongAsTheLimitAndNoLonger() throws PolicyProtocolException {
        PolicyLimits limits = new PolicyLimits(HEAD.length() + "a=b\n".length() + 1, 4096, 100);

        assertThat(new SplitFeed(limits)
                        .all((HEAD + "a=b\n\n").getBytes(StandardCharsets.US_ASCII))
                        .requests())
                .hasSize(1);
        assertThatThrownBy(() -> new SplitFeed(limits).all((HEAD + "a=bc\n\n").getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PolicyProtocolException.class);
        assertThatThrownBy(() -> new SplitFeed(limits).all((HEAD + "a=bcd").getBytes(StandardCharsets.US_ASCII)))
                .as("before the line ends")
                .isInstanceOf(PolicyProtocolException.class);
    }

    @Test
    void aRequestWithoutEndIsRefusedAsSoonAsItIsTooLong() {
        SplitFeed feed = new SplitFeed(new PolicyLimits(16_384, 4096, Integer.MAX_VALUE));
        byte[] line = "name=value\n".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 16_384 / line.length + 1; i++) {
                        feed.all(line);
                    }
                })
                .isInstanceOf(PolicyProtocolException.class)
                .hasMessage("request of more than 16384 bytes");
    }

    @Test
    void thereMayBeAsManyAttributesAsTheLimitAndNoMore() throws PolicyProtocolException {
        assertThat(one(HEAD + "a=\n".repeat(99) + "\n").sizeBytes()).isZero();
        assertThatThrownBy(() -> one(HEAD + "a=\n".repeat(100) + "\n"))
                .isInstanceOf(PolicyProtocolException.class)
                .hasMessage("request of more than 100 attributes");
    }

    @Test
    void anIncompleteRequestIsDistinguishedFromNone() throws PolicyProtocolException {
        SplitFeed feed = new SplitFeed(LIMITS);

        assertThat(feed.isBetweenRequests()).isTrue();
        assertThat(feed.all(new byte[] {'r'}).isBetweenRequests()).isFalse();
        assertThat(feed.all("equest=smtpd_access_policy\n".getBytes(StandardCharsets.US_ASCII))
                        .isBetweenRequests())
                .isFalse();
        assertThat(feed.all(new byte[] {'\n'}).isBetweenRequests()).isTrue();
    }

    private static PolicyRequest one(String text) throws PolicyProtocolException {
        List<PolicyRequest> requests =
                new SplitFeed(LIMITS).all(text.getBytes(StandardCharsets.UTF_8)).requests();
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }
}
