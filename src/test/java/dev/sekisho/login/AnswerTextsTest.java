// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.Language;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.password.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTextsTest {
    private final TestNginxAnswer answer = new TestNginxAnswer(TestLoginConfig.config());

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void everyRefusalHasATextInEachLanguageThatFitsNginx(Rejection refusal) {
        AuthRequest request = new AuthRequest(
                AuthMethod.PLAIN, AuthProtocol.IMAP, "a@example.org", Secret.of("x"), "", 1, "192.0.2.7");
        String english = status(request, refusal, Language.EN);
        String japanese = status(request, refusal, Language.JA);
        assertThat(english).matches("\\[[A-Z]+] [A-Z][ -~]+\\.");
        assertThat(japanese)
                .startsWith(english.substring(0, english.indexOf(']') + 1))
                .endsWith("。");
        assertThat(japanese.getBytes(StandardCharsets.UTF_8).length).isLessThan(400);
    }

    private String status(AuthRequest request, Rejection refusal, Language language) {
        String value =
                answer.headers(request, new Rejected(refusal, ""), 0, language).getOrDefault("Auth-Status", "");
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
