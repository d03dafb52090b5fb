// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendLimitConfigTest {
    private static final String ACTION = "sekisho.sendlimit.action";

    private final OperatorLog log = new OperatorLog("dev.sekisho.sendlimit");

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theDefaultsDeferAndBar() {
        Settings settings = new Settings(new TestConfig(Map.of()));
        SendLimitConfig config = SendLimitConfig.read(settings);
        assertThat(config.action().text()).startsWith("450 4.7.1 ");
        assertThat(config.sendBlockedAction().text()).startsWith("550 5.7.1 ");
        assertThat(settings.problems()).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEFER_IF_REJECT", "defer_if_reject Send limit reached"})
    void anActionThatDoesNotDeferIsLoggedButAccepted(String action) {
        Settings settings = new Settings(new TestConfig(Map.of(ACTION, action)));
        assertThat(SendLimitConfig.read(settings).action().text()).isEqualTo(action);
        assertThat(settings.problems()).isEmpty();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0303W ")
                .contains(action);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEFER_IF_PERMIT Send limit reached", "DEFER later", "HOLD", "421 4.7.1 {release}"})
    void actionsThatStopTheMailAreTakenSilently(String action) {
        Settings settings = new Settings(new TestConfig(Map.of(ACTION, action)));
        assertThat(SendLimitConfig.read(settings).action().text()).isEqualTo(action);
        assertThat(settings.problems()).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550", "450 4.7.1", "250 OK", "two\nlines", " 450 4.7.1 blank"})
    void whatPostfixWouldTakeForOkIsRefused(String action) {
        Settings settings = new Settings(new TestConfig(Map.of(ACTION, action)));
        SendLimitConfig.read(settings);
        assertThat(settings.problems()).singleElement().asString().startsWith(ACTION + "=");
    }

    @Test
    void anActionMustLeaveRoomForWhatIsFilledIn() {
        Settings settings = new Settings(new TestConfig(Map.of(ACTION, "450 " + "x".repeat(397))));
        SendLimitConfig.read(settings);
        assertThat(settings.problems()).singleElement().asString().endsWith("is longer than 400 characters");
    }
}
