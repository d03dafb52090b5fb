// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogfmtReaderTest {
    private static final String HOSTILE = "a b=\"\\u\n\r\0\u200b\u2028é日=\\\"x";

    @Test
    void everyLogfmtLineIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            Map<String, String> written = new LinkedHashMap<>();
            StringBuilder line = new StringBuilder();
            Logfmt logfmt = new Logfmt(line);
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                String value = hostile(random);
                written.put("key" + i, value);
                logfmt.text("key" + i, value);
            }
            assertThat(LogfmtReader.read(line.toString()))
                    .as("seed %d: %s", seed, line)
                    .isEqualTo(written);
        }
    }

    @Test
    void aLineThatWasCutAnywhereIsReadAsFarAsItGoes() {
        StringBuilder line = new StringBuilder();
        new Logfmt(line).text("a", "one").text("b", HOSTILE).number("c", 3).text("d", HOSTILE);
        for (int end = 0; end <= line.length(); end++) {
            Map<String, String> read = LogfmtReader.read(line.substring(0, end));
            assertThat(read.size()).isLessThanOrEqualTo(4);
            assertThat(end < 5 || "one".equals(read.get("a"))).isTrue();
        }
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
        }
        return text.toString();
    }
}
