// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationConfigTest {
    @Test
    void withoutSettingsNoNotificationIsSent() {
        NotificationConfig config = TestNotifications.config();
        assertThat(config.relay().host()).isEmpty();
        assertThat(config.webhookUrl()).isEmpty();
        assertThat(config.operators()).isEmpty();
    }

    @Test
    void aRelayNeedsAFromAddressAndAWebhookAKey() {
        assertThat(problems("relay-host", "relay.example.org"))
                .singleElement()
                .asString()
                .contains("sekisho.notification.from");
        assertThat(problems("webhook-url", "https://hook.example.org/", "webhook-key", "short"))
                .singleElement()
                .asString()
                .contains("sekisho.notification.webhook-key")
                .doesNotContain("short");
    }

    @Test
    void aWebhookNeedsAKeyThatItsSignaturesDoNotReveal() {
        assertThat(problems("webhook-url", "https://hook.example.org/"))
                .singleElement()
                .asString()
                .contains("sekisho.notification.webhook-key is not set", "openssl rand -base64 32");
        assertThat(problems("webhook-url", "https://hook.example.org/", "webhook-key", "0123456789abcdef"))
                .singleElement()
                .asString()
                .contains("sekisho.notification.webhook-key is too easy to guess", "openssl rand -base64 32");
    }

    @Test
    void aPasswordDoesNotGoOverTheNetworkInTheClear() {
        String[] clear = {
            "relay-host", "relay.example.org", "from", "a@example.org", "relay-tls", "none", "relay-password", "sesame"
        };
        assertThat(problems(clear))
                .singleElement()
                .asString()
                .contains("unencrypted")
                .doesNotContain("sesame");
        clear[1] = "127.0.0.1";
        assertThat(problems(clear)).isEmpty();
    }

    @Test
    void addressesAndUrlsAreJudged() {
        assertThat(problems("operator", "a@example.org, b")).hasSize(1);
        assertThat(problems("webhook-key", "9Qm2Zt7rV4xK8bN5cW3yHs6dLf", "webhook-url", "http://hook.example.org/"))
                .hasSize(1);
        assertThat(problems("webhook-key", "9Qm2Zt7rV4xK8bN5cW3yHs6dLf", "webhook-url", "http://127.0.0.1:8080/hook"))
                .isEmpty();
        assertThat(TestNotifications.config("operator", "a@example.org, b@example.org")
                        .operators())
                .containsExactly("a@example.org", "b@example.org");
    }

    private static List<String> problems(String... pairs) {
        Settings settings = TestNotifications.settings(pairs);
        NotificationConfig unused = NotificationConfig.read(settings);
        assertThat(unused).isNotNull();
        return settings.problems();
    }
}
