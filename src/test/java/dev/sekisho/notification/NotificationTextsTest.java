// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationTextsTest {
    private static final String ALICE = "alice@example.org";

    private final List<String> problems = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void eachTemplateIsFilledWholeInBothLanguages() {
        NotificationTexts texts = NotificationTexts.read("", problems::add);
        for (RecipientRole audience : RecipientRole.values()) {
            for (Notification.Kind kind : Notification.Kind.values()) {
                for (Language language : Language.values()) {
                    if (audience == RecipientRole.OWNER && kind == Notification.Kind.BLOCKED) {
                        continue;
                    }
                    NotificationMail letter =
                            texts.mail(audience, List.of(ALICE), language, TestNotifications.notice(kind, ALICE));
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
    void theReleaseIsGivenInWholeMinutesThatHavePassed() {
        NotificationMail letter = NotificationTexts.read("", problems::add)
                .mail(
                        RecipientRole.OWNER,
                        List.of(ALICE),
                        Language.EN,
                        TestNotifications.notice(Notification.Kind.REFUSED, ALICE));
        assertThat(letter.body()).contains("Further mail is accepted again: 2026-03-01 12:02 UTC.");
    }

    @Test
    void whatComesFromOutsideIsTextOnly() {
        NotificationMail letter = NotificationTexts.read("", problems::add)
                .mail(
                        RecipientRole.OPERATOR,
                        List.of(ALICE),
                        Language.EN,
                        TestNotifications.notice(Notification.Kind.NEAR, "x\r\nBcc: all@example.org\u202e{used}"));
        assertThat(letter.subject())
                .isEqualTo("[Sekisho] x Bcc: all@example.org\\u202e{used}: limit 100/1h nearly reached");
    }

    @Test
    void aFileOfTheOperatorStandsInsteadOfTheBuiltInOne() throws IOException {
        Files.writeString(folder.resolve("owner-near_ja.txt"), "Subject: 近い {account}\n\n{used}通\n");
        NotificationTexts texts = NotificationTexts.read(folder.toString(), problems::add);
        Notification notice = TestNotifications.notice(Notification.Kind.NEAR, ALICE);
        assertThat(texts.mail(RecipientRole.OWNER, List.of(ALICE), Language.JA, notice))
                .isEqualTo(new NotificationMail(List.of(ALICE), "ja", "近い " + ALICE, "80通\n"));
        assertThat(texts.mail(RecipientRole.OWNER, List.of(ALICE), Language.EN, notice)
                        .subject())
                .contains("nearly reached");
        assertThat(problems).isEmpty();
    }

    @Test
    void anInvalidTemplateIsAProblemOfTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("owner-near_en.txt"), "Hello {account}\n");
        NotificationTexts.read(folder.toString(), problems::add);
        assertThat(problems).singleElement().asString().contains("owner-near_en.txt", "Subject: ");
    }
}
