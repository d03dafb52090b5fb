// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeTextsTest {
    private static final String ALICE = "alice@example.org";

    private final List<String> problems = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void eachTemplateIsFilledWholeInBothLanguages() {
        NoticeTexts texts = NoticeTexts.read("", problems::add);
        for (Audience audience : Audience.values()) {
            for (Notice.Kind kind : Notice.Kind.values()) {
                for (Language language : Language.values()) {
                    if (audience == Audience.OWNER && kind == Notice.Kind.BLOCKED) {
                        continue;
                    }
                    Letter letter = texts.letter(audience, List.of(ALICE), language, TestNotices.notice(kind, ALICE));
                    assertThat(letter.subject()).contains(ALICE).doesNotContain("{", "\n");
                    assertThat(letter.body())
                            .contains("80", "100")
                            .doesNotContain("{")
                            .endsWith("\n");
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void theReleaseIsToldInWholeMinutesThatHavePassed() {
        Letter letter = NoticeTexts.read("", problems::add)
                .letter(Audience.OWNER, List.of(ALICE), Language.EN, TestNotices.notice(Notice.Kind.REFUSED, ALICE));
        assertThat(letter.body()).contains("Further mail is accepted again: 2026-03-01 12:02 UTC.");
    }

    @Test
    void whatComesFromOutsideIsTextOnly() {
        Letter letter = NoticeTexts.read("", problems::add)
                .letter(
                        Audience.OPERATOR,
                        List.of(ALICE),
                        Language.EN,
                        TestNotices.notice(Notice.Kind.NEAR, "x\r\nBcc: all@example.org\u202e{used}"));
        assertThat(letter.subject()).isEqualTo("[Sekisho] x??Bcc: all@example.org?{used}: limit 100/1h nearly reached");
    }

    @Test
    void aFileOfTheOperatorStandsInsteadOfTheBuiltInOne() throws IOException {
        Files.writeString(folder.resolve("owner-near_ja.txt"), "Subject: 近い {account}\n\n{used}通\n");
        NoticeTexts texts = NoticeTexts.read(folder.toString(), problems::add);
        Notice notice = TestNotices.notice(Notice.Kind.NEAR, ALICE);
        assertThat(texts.letter(Audience.OWNER, List.of(ALICE), Language.JA, notice))
                .isEqualTo(new Letter(List.of(ALICE), "ja", "近い " + ALICE, "80通\n"));
        assertThat(texts.letter(Audience.OWNER, List.of(ALICE), Language.EN, notice)
                        .subject())
                .contains("nearly reached");
        assertThat(problems).isEmpty();
    }

    @Test
    void aFileThatIsNoTemplateIsAProblemOfTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("owner-near_en.txt"), "Hello {account}\n");
        NoticeTexts.read(folder.toString(), problems::add);
        assertThat(problems).singleElement().asString().contains("owner-near_en.txt", "Subject: ");
    }
}
