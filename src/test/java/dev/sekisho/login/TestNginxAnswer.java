// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.directory.Language;
import java.util.Map;

/** {@link NginxAnswer} for a plain result. */
record TestNginxAnswer(NginxAnswer answer, LoginConfig config) {
    TestNginxAnswer(LoginConfig config) {
        this(new NginxAnswer(config), config);
    }

    Map<String, String> headers(AuthRequest request, AuthResult result) {
        return headers(request, result, config.waitSeconds(), Language.EN);
    }

    Map<String, String> headers(AuthRequest request, AuthResult result, int waitSeconds, Language language) {
        return answer.render(request, LoginOutcome.of(result).withWait(waitSeconds), language)
                .headers();
    }

    /** Whether nginx gets {@code result} and not a temporary failure in its place. */
    boolean fits(AuthRequest request, AuthResult result) {
        return answer.render(request, LoginOutcome.of(result), Language.EN)
                .outcome()
                .result()
                .equals(result);
    }
}
