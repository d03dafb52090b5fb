// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page after the sign-in. */
class LoginPageTest {
    @Test
    void theSignInLeadsToPagesOfTheConsoleOnly() {
        assertThat(LoginPage.isPage("/console/accounts.xhtml?q=bob")).isTrue();
        for (String hostile : new String[] {
            "https://evil.example/",
            "//evil.example/console/index.xhtml",
            "/console/../x",
            "/console/login.xhtml",
            "",
            "/api/v1/accounts"
        }) {
            assertThat(LoginPage.isPage(hostile)).as(hostile).isFalse();
        }
    }
}
