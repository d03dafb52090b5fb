// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What doveadm's HTTP API of Dovecot 2.3.19, 2.4.1 and 2.4.5 was recorded to answer. */
class DoveadmAnswerTest {
    private static final String IVAN = """
            [["doveadmResponse",[{"root":"User quota","type":"STORAGE","value":"4","limit":"5","percent":"80"},\
            {"root":"User quota","type":"MESSAGE","value":"1","limit":"-","percent":"0"}],"t"]]""";

    @Test
    void sizesAreInKibibytesRoundedUp() {
        MailboxUsage usage = DoveadmAnswer.usage(IVAN, "doveadm mail-b", 42).orElseThrow();
        assertThat(usage).isEqualTo(new MailboxUsage(4096, 5120, 1, MailboxUsage.UNLIMITED, "doveadm mail-b", 42));
        // Really 4000 of 5000 bytes.
        assertThat(1000L).isBetween(usage.freeBytesAtLeast(), usage.freeBytesAtMost());
    }

    @Test
    void ofSeveralRootsTheOneWithTheLeastRoomCounts() {
        String two = IVAN.replace("],\"t\"]]", """
                ,{"root":"Shared","type":"STORAGE","value":"9","limit":"9","percent":"100"},\
                {"root":"Shared","type":"MESSAGE","value":"3","limit":"10","percent":"30"}],"t"]]""");
        assertThat(DoveadmAnswer.usage(two, "", 0).orElseThrow().limitBytes()).isEqualTo(9 * 1024);
        assertThat(DoveadmAnswer.usage(two, "", 0).orElseThrow().messageLimit()).isEqualTo(10);
        String unlimited = two.replace("\"value\":\"9\",\"limit\":\"9\"", "\"value\":\"9\",\"limit\":\"-\"");
        assertThat(DoveadmAnswer.usage(unlimited, "", 0).orElseThrow().limitBytes())
                .as("of one without a limit")
                .isEqualTo(5120);
        String roomy = two.replace("\"value\":\"9\",\"limit\":\"9\"", "\"value\":\"9\",\"limit\":\"90\"");
        assertThat(DoveadmAnswer.usage(roomy, "", 0).orElseThrow().limitBytes()).isEqualTo(5120);
        String second = unlimited.replace("\"value\":\"4\",\"limit\":\"5\"", "\"value\":\"4\",\"limit\":\"-\"");
        assertThat(DoveadmAnswer.usage(second, "", 0).orElseThrow().limitBytes())
                .isEqualTo(MailboxUsage.UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[[\"error\",{\"type\":\"exitCode\", \"exitCode\":67},\"t\"]]",
                "[[\"error\",{\"type\":\"exitCode\",\"exitCode\":67},\"t\"]]",
                "[[\"doveadmResponse\",[],\"t\"]]",
                "<html>\"type\":\"STORAGE\",\"value\":\"4\",\"limit\":\"5\"</html>",
            })
    void anAnswerWithoutUsageHasNone(String json) {
        assertThat(DoveadmAnswer.usage(json, "", 0)).isEmpty();
    }

    @Test
    void noBytesCauseAnythingButAUsageOrNone() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder json = new StringBuilder(IVAN);
            for (int i = 0; i < 3; i++) {
                json.setCharAt(random.nextInt(json.length()), (char) random.nextInt(256));
            }
            DoveadmAnswer.usage(json.toString(), "", 0)
                    .ifPresent(usage ->
                            assertThat(usage.usedBytes()).as("seed %d", seed).isNotNegative());
        }
    }

    /** Recorded from 2.3.19: two sessions of one user, and none. */
    @Test
    void theEndOfSessionsIsAResultOrNoneOrAFailure() throws IOException {
        assertThat(DoveadmAnswer.kicked("[[\"doveadmResponse\",[{\"result\":\"alice@example.net\"}],\"kick\"]]"))
                .isTrue();
        assertThat(DoveadmAnswer.kicked("[[\"error\",{\"type\":\"exitCode\", \"exitCode\":68},\"kick\"]]"))
                .isFalse();
        for (String other :
                new String[] {"", "[]", "<html>", "[[\"error\",{\"type\":\"exitCode\", \"exitCode\":681},\"kick\"]]"}) {
            assertThatThrownBy(() -> DoveadmAnswer.kicked(other)).as(other).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aUserIsOneUserAndNoPattern() {
        assertThat(new String(DoveadmClient.kickRequest("a\"b\\c@example.net"), StandardCharsets.UTF_8))
                .isEqualTo("[[\"kick\",{\"mask\":[\"a\\u0022b\\u005cc@example.net\"]},\"kick\"]]");
        assertThat(DoveadmClient.hasWildcard("*@example.net")).isTrue();
        assertThat(DoveadmClient.hasWildcard("a?@example.net")).isTrue();
        assertThat(DoveadmClient.hasWildcard("a+b@example.net")).isFalse();
    }
}
