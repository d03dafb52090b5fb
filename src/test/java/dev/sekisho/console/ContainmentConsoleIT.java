// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;

/** A hijacked account is contained in one dialog, in a real browser. */
class ContainmentConsoleIT extends BrowserUnderTest {
    private static final String HAL = "hal@contain.example";
    private static final String PAGE = "account.xhtml?address=hal%40contain.example";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/contain-a", "{\"address\": \"192.0.2.97\", \"probe\": false}");
        put("/domains/contain.example", "{}");
        put("/accounts/" + HAL, "{\"mailHost\": \"contain-a\", \"secret\": \"{PLAIN}open\"}");
    }

    private static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    private void openDialog() {
        click("contain");
        until(ExpectedConditions.visibilityOfElementLocated(By.id("contain-dialog")));
    }

    @Test
    void anAdministratorContainsItWithANewPasswordAndRestoresTheState() throws Exception {
        assertThat(api("POST", "/accounts/" + HAL + "/app-passwords", "{\"name\": \"thief\"}")
                        .statusCode())
                .isEqualTo(201);
        signIn("admin");
        visit(PAGE);
        openDialog();
        isAccessible();
        picture("contain");
        new Select(browser().findElement(By.id("contain-form:contain-mode"))).selectByIndex(1);
        type("contain-form:contain-reason", "Case 4713");
        click("contain-form:contain-confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[role=alert]")));
        assertThat(text()).as("no password given").contains("password must have 1 to 1024 bytes");
        assertThat(api("GET", "/accounts/" + HAL, "").body()).contains("\"status\":\"active\"");

        openDialog();
        assertThat(browser().findElement(By.id("contain-form:contain-reason")).getDomProperty("value"))
                .as("no input is lost")
                .isEqualTo("Case 4713");
        new Select(browser().findElement(By.id("contain-form:contain-mode"))).selectByIndex(0);
        click("contain-form:contain-confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.id("containedpassword")));
        String password = browser().findElement(By.id("containedpassword")).getText();
        assertThat(password).matches("([a-z2-7]{4}-){4}[a-z2-7]{4}");
        assertThat(text())
                .contains("The account is contained: send-blocked")
                .contains("App passwords revoked: 1")
                .contains("sessions were NOT ended, because Sekisho has no doveadm of this host")
                .contains("Restore the previous state");
        isQuiet();
        isAccessible();
        picture("contained");
        assertThat(api("GET", "/audit?kind=containment&entry=" + HAL, "").body())
                .contains("Case 4713", "\"revokedAppPasswords\":1")
                .doesNotContain(password);
        click("undo");
        until(ExpectedConditions.visibilityOfElementLocated(By.id("undo-dialog")));
        type("undo-form:undo-reason", "It is the owner again");
        click("undo-form:undo-confirm");
        until(ExpectedConditions.urlContains("done=undone"));
        assertThat(text()).doesNotContain(password);
        assertThat(api("GET", "/accounts/" + HAL, "").body()).contains("\"status\":\"active\"");
    }

    @Test
    void supportSuspendsAndCannotSetAPassword() throws Exception {
        assertThat(api("support", "POST", "/accounts/" + HAL + "/contain", "{\"reason\": \"hijacked\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("GET", "/accounts/" + HAL, "").body()).contains("\"status\":\"active\"");
        signIn("support");
        visit(PAGE);
        openDialog();
        assertThat(browser().findElements(By.id("contain-form:contain-mode"))).isEmpty();
        type("contain-form:contain-reason", "Case 4714");
        click("contain-form:contain-confirm");
        until(ExpectedConditions.presenceOfElementLocated(By.id("contained")));
        assertThat(text()).contains("The account is contained: suspended").contains("The password was kept.");
        isQuiet();
    }
}
