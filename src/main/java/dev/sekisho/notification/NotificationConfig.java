// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Configuration of notifications.
 *
 * @param relay the mail server; without a host no mail is sent
 * @param from address of the From header
 * @param operators addresses of the operator; empty for no mail to the operator
 * @param operatorLanguage language of mail to the operator
 * @param operatorPerHour maximum number of mails to the operator in an hour
 * @param notifiesOwner whether owners of accounts get mail
 * @param notifiesBlocks whether the operator and the webhook are notified of blocked clients
 * @param texts the templates
 * @param webhookUrl URL of the webhook; empty for none
 * @param webhookKey key of the webhook's signature
 * @param giveUp time after which a delivery is given up
 * @param waiting capacity of each channel's queue
 */
@ThreadSafe
public record NotificationConfig(
        Relay relay,
        String from,
        List<String> operators,
        Language operatorLanguage,
        int operatorPerHour,
        boolean notifiesOwner,
        boolean notifiesBlocks,
        NotificationTexts texts,
        String webhookUrl,
        String webhookKey,
        Duration giveUp,
        int waiting) {
    /**
     * The mail server for outgoing mail.
     *
     * @param host name or address; empty for none
     * @param user login at the relay; empty for none
     */
    @Immutable
    public record Relay(String host, int port, Tls tls, String user, String password, Duration timeout) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Encryption of the connection to the relay. */
    public enum Tls {
        /** No encryption. */
        NONE,
        /** STARTTLS, required. */
        STARTTLS,
        /** Implicit TLS, as on port 465. */
        TLS
    }

    /** The common subset of addresses of RFC 5321. */
    static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Setting<String> RELAY_HOST = text(
            "sekisho.notification.relay-host",
            "",
            "a host name or address",
            "Mail server for notifications; unset: no mail.");
    private static final Setting<Integer> RELAY_PORT =
            Setting.integer("sekisho.notification.relay-port", 25, 1, 65_535, "", "Port of the relay.");
    private static final Setting<Tls> RELAY_TLS = Setting.choice(
            "sekisho.notification.relay-tls",
            Tls.STARTTLS,
            "Encryption of the connection to the relay; with starttls a relay without it gets no mail.");
    private static final Setting<String> RELAY_USER =
            text("sekisho.notification.relay-user", "", "any text", "Login at the relay; unset: none.");
    private static final Setting<String> RELAY_PASSWORD =
            Setting.secret("sekisho.notification.relay-password", "any text", "Password at the relay.");
    private static final Setting<Integer> TIMEOUT = Setting.integer(
            "sekisho.notification.timeout-seconds",
            10,
            1,
            300,
            "seconds",
            "Time limit for each step of the relay or the webhook.");
    private static final Setting<String> FROM = Setting.text(
            "sekisho.notification.from",
            "",
            "a mail address",
            "Address of the From header; required with a relay. The envelope sender is always empty.",
            text -> text.isEmpty() ? "" : address(text));
    private static final Setting<List<String>> OPERATOR = new Setting<>(
            "sekisho.notification.operator",
            "",
            "mail addresses, separated by commas",
            "Recipients of notifications about all accounts; unset: none.",
            false,
            text -> text.isBlank()
                    ? List.of()
                    : Arrays.stream(text.split(",", -1))
                            .map(NotificationConfig::address)
                            .toList());
    private static final Setting<Language> OPERATOR_LANGUAGE =
            Setting.choice("sekisho.notification.operator-language", Language.EN, "Language of mail to the operator.");
    private static final Setting<Integer> OPERATOR_PER_HOUR = Setting.integer(
            "sekisho.notification.operator-per-hour",
            60,
            1,
            10_000,
            "mails",
            "Maximum number of mails to the" + " operator in an hour.");
    private static final Setting<Boolean> OWNER = Setting.bool(
            "sekisho.notification.owner",
            true,
            "Whether the owner of an account gets mail about its limits, in the language of the domain.");
    private static final Setting<Boolean> BLOCKS = Setting.bool(
            "sekisho.notification.blocks",
            false,
            "Whether the operator and the webhook are notified of blocked clients.");
    private static final Setting<String> TEMPLATES = text(
            "sekisho.notification.templates",
            "",
            "a folder",
            "Folder with templates, such as owner-near_en.txt; each replaces the built-in one.");
    private static final Setting<String> WEBHOOK_URL = Setting.text(
            "sekisho.notification.webhook-url",
            "",
            "an https URL, or http on loopback",
            "URL to which each notification is posted as JSON; unset: none.",
            NotificationConfig::url);
    private static final Setting<String> WEBHOOK_KEY =
            Setting.key("sekisho.notification.webhook-key", "Key of the webhook's signature; required with a webhook.");
    private static final Setting<Integer> GIVE_UP = Setting.integer(
            "sekisho.notification.give-up-minutes",
            60,
            1,
            10_080,
            "minutes",
            "Time after which a delivery is given" + " up.");
    private static final Setting<Integer> WAITING = Setting.integer(
            "sekisho.notification.waiting", 1_000, 1, 100_000, "notifications", "Capacity of each channel's queue.");

    public static final List<Setting<?>> SETTINGS = List.of(
            RELAY_HOST,
            RELAY_PORT,
            RELAY_TLS,
            RELAY_USER,
            RELAY_PASSWORD,
            TIMEOUT,
            FROM,
            OPERATOR,
            OPERATOR_LANGUAGE,
            OPERATOR_PER_HOUR,
            OWNER,
            BLOCKS,
            TEMPLATES,
            WEBHOOK_URL,
            WEBHOOK_KEY,
            GIVE_UP,
            WAITING);

    public static NotificationConfig read(Settings settings) {
        Relay relay = new Relay(
                settings.get(RELAY_HOST),
                settings.get(RELAY_PORT),
                settings.get(RELAY_TLS),
                settings.get(RELAY_USER),
                settings.get(RELAY_PASSWORD),
                Duration.ofSeconds(settings.get(TIMEOUT)));
        NotificationConfig config = new NotificationConfig(
                relay,
                settings.get(FROM),
                settings.get(OPERATOR),
                settings.get(OPERATOR_LANGUAGE),
                settings.get(OPERATOR_PER_HOUR),
                settings.get(OWNER),
                settings.get(BLOCKS),
                NotificationTexts.read(settings.get(TEMPLATES), settings::problem),
                settings.get(WEBHOOK_URL),
                settings.get(WEBHOOK_KEY),
                Duration.ofMinutes(settings.get(GIVE_UP)),
                settings.get(WAITING));
        config.contradictions(settings);
        return config;
    }

    private void contradictions(Settings settings) {
        if (!relay.host().isEmpty() && from.isEmpty()) {
            settings.problem(RELAY_HOST.name() + " is set but " + FROM.name() + " is not");
        }
        if (!relay.password().isEmpty() && relay.tls() == Tls.NONE && !LOOPBACK.contains(relay.host())) {
            settings.problem(RELAY_PASSWORD.name() + " would be sent unencrypted: " + RELAY_TLS.name() + " is none");
        }
        if (!webhookUrl.isEmpty() && !settings.isGiven(WEBHOOK_KEY)) {
            settings.problem(WEBHOOK_KEY.name() + " is not set although " + WEBHOOK_URL.name()
                    + " is; create one with openssl rand -base64 32");
        }
    }

    private static String address(String text) {
        String address = text.strip();
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("is not a mail address");
        }
        return address;
    }

    private static String url(String text) {
        if (text.isEmpty()) {
            return "";
        }
        URI uri = URI.create(text);
        boolean loopback = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        if (uri.getHost() == null
                || !("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback))) {
            throw new IllegalArgumentException("must be an https URL, or http on loopback");
        }
        return text;
    }

    private static Setting<String> text(String name, String defaultText, String bounds, String meaning) {
        return Setting.text(name, defaultText, bounds, meaning, UnaryOperator.identity());
    }
}
