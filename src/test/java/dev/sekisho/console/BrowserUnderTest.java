// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.SekishoUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Debian's Chromium, without a window, before Sekisho's console.
 *
 * <p>Missing, it is a skip; where {@code MAIL_TESTS_REQUIRED} is true, an error. Confined to the test's thread.
 */
abstract class BrowserUnderTest extends SekishoUnderTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private @Nullable ChromeDriver browser;

    @BeforeEach
    void openBrowser() {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if (!there && "true".equals(System.getenv("MAIL_TESTS_REQUIRED"))) {
            throw new IllegalStateException("this machine lacks chromium and chromium-driver");
        }
        Assumptions.assumeTrue(there, "CONSOLE NOT TESTED: apt-get install chromium chromium-driver");
        open("en");
    }

    /** A new browser whose user reads {@code language}. */
    void open(String language) {
        closeBrowser();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars",
                "--lang=" + language);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        browser.manage().window().setSize(new Dimension(1440, 1000));
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.quit();
            browser = null;
        }
    }

    ChromeDriver browser() {
        return java.util.Objects.requireNonNull(browser);
    }

    void visit(String page) {
        browser().get(HTTP + "/console/" + page);
    }

    void signIn(String user) {
        visit("login.xhtml");
        submit(user, "it-admin-password");
        until(ExpectedConditions.urlContains("/console/index.xhtml"));
    }

    void submit(String user, String password) {
        type("login:user", user);
        type("login:password", password);
        click("login:submit");
    }

    void type(String id, String text) {
        settle();
        browser().findElement(By.id(id)).clear();
        browser().findElement(By.id(id)).sendKeys(text);
    }

    void click(String id) {
        click(By.id(id));
    }

    void click(By element) {
        settle();
        until(ExpectedConditions.elementToBeClickable(element));
        browser().findElement(element).click();
    }

    /**
     * Waits until the page handles input: before, a click finds no dialog to open, or a button that still moves. The
     * page is loaded, jQuery has run its ready handlers (PrimeFaces creates its dialogs in them), no request of the
     * page is under way, and nothing moves.
     */
    private void settle() {
        until(page -> Boolean.TRUE.equals(browser().executeScript("""
                const jquery = window.jQuery;
                return document.readyState === 'complete'
                    && (!jquery || (jquery.isReady && jquery.active === 0 && jquery(':animated').length === 0))
                    && (!window.PrimeFaces || PrimeFaces.ajax.Queue.isEmpty())
                    && document.getAnimations().every(each => each.playState !== 'running'
                        || each.effect.getComputedTiming().endTime === Infinity);
                """)));
    }

    void until(org.openqa.selenium.support.ui.ExpectedCondition<?> condition) {
        new WebDriverWait(browser(), Duration.ofSeconds(20)).until(condition);
    }

    String text() {
        return browser().findElement(By.tagName("body")).getText();
    }

    /** The errors of the browser: scripts, missing files, violations of the Content-Security-Policy. */
    void isQuiet() {
        assertThat(browser().manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .as("console of " + browser().getCurrentUrl())
                .isEmpty();
    }

    /** No violation of WCAG 2.2 A and AA that axe can find. */
    void isAccessible() throws IOException {
        try (InputStream axe = BrowserUnderTest.class.getResourceAsStream("/axe.min.js")) {
            browser()
                    .executeScript(
                            new String(java.util.Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        browser().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        Object found = browser()
                .executeAsyncScript("const done = arguments[arguments.length - 1];"
                        + "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => done("
                        + "r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 160) + ' ' + n.failureSummary))),"
                        + " e => done(['axe failed: ' + e]));");
        assertThat((List<?>) found).as("axe of " + browser().getCurrentUrl()).isEmpty();
    }

    /** A picture, if {@code sekisho.screenshots} names a folder for them: src/test/screenshots.sh does. */
    void picture(String name) throws IOException {
        String folder = System.getProperty("sekisho.screenshots", "");
        // The settings of a test name folders of the machine that runs it.
        if (!folder.isEmpty() && !name.startsWith("settings")) {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), browser().getScreenshotAs(OutputType.BYTES));
        }
    }

    void scheme(String scheme) {
        browser()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }
}
