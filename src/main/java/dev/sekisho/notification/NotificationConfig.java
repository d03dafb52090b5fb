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
 * Configuration of the notices.
 *
 * @param relay how mail goes out; a relay without a host means no mail
 * @param from the address in the From line
 * @param operators the operator's addresses; none for no mail to the operator
 * @param operatorLanguage the language of that mail
 * @param operatorPerHour most mails an hour to the operator
 * @param tellsOwner whether owners of accounts are written to
 * @param tellsBlocks whether blocks of attackers are told
 * @param texts the templates
 * @param webhookUrl where the webhook goes; empty for none
 * @param webhookKey what it is signed with
 * @param giveUp how long a delivery is tried
 * @param waiting most notices that wait for each channel
 */
@ThreadSafe
public record NotificationConfig(
        Relay relay,
        String from,
        List<String> operators,
        Language operatorLanguage,
        int operatorPerHour,
        boolean tellsOwner,
        boolean tellsBlocks,
        NotificationTexts texts,
        String webhookUrl,
        String webhookKey,
        Duration giveUp,
        int waiting) {
    /**
     * The mail server that takes the mail.
     *
     * @param host name or address; empty for none
     * @param user its login; empty for none
     */
    @Immutable
    public record Relay(String host, int port, Tls tls, String user, String password, Duration timeout) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** How the connection to the relay is secured. */
    public enum Tls {
        /** Not at all. */
        NONE,
        /** By STARTTLS, or no mail is sent. */
        STARTTLS,
        /** From its begin, as on port 465. */
        TLS
    }

    /** RFC 5321's addresses as far as anybody uses them. */
    static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Setting<String> RELAY_HOST = text(
            "sekisho.notification.relay-host",
            "",
            "a host name or address",
            "Mail server that takes notices; unset: no mail.");
    private static final Setting<Integer> RELAY_PORT =
            Setting.integer("sekisho.notification.relay-port", 25, 1, 65_535, "", "Port of the relay.");
    private static final Setting<Tls> RELAY_TLS = Setting.choice(
            "sekisho.notification.relay-tls",
            Tls.STARTTLS,
            "How the connection to the relay is secured: by STARTTLS or not at all is no choice of the relay's.");
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
            "How long the relay or the webhook may take for each step.");
    private static final Setting<String> FROM = Setting.text(
            "sekisho.notification.from",
            "",
            "a mail address",
            "Address in the From line; required with a relay. The envelope's sender is always empty.",
            text -> text.isEmpty() ? "" : address(text));
    private static final Setting<List<String>> OPERATOR = new Setting<>(
            "sekisho.notification.operator",
            "",
            "mail addresses, separated by commas",
            "Who is told of limits of all accounts; unset: nobody.",
            false,
            text -> text.isBlank()
                    ? List.of()
                    : Arrays.stream(text.split(",", -1))
                            .map(NotificationConfig::address)
                            .toList());
    private static final Setting<Language> OPERATOR_LANGUAGE = Setting.choice(
            "sekisho.notification.operator-language", Language.EN, "Language of the mail to the operator.");
    private static final Setting<Integer> OPERATOR_PER_HOUR = Setting.integer(
            "sekisho.notification.operator-per-hour", 60, 1, 10_000, "mails", "Most mails an hour to the operator.");
    private static final Setting<Boolean> OWNER = Setting.bool(
            "sekisho.notification.owner",
            true,
            "Whether the owner of an account is told of its limits, in the domain's language.");
    private static final Setting<Boolean> BLOCKS = Setting.bool(
            "sekisho.notification.blocks",
            false,
            "Whether the operator and the webhook are told of blocked attackers.");
    private static final Setting<String> TEMPLATES = text(
            "sekisho.notification.templates",
            "",
            "a folder",
            "Where own texts are: files such as owner-near_en.txt, each instead of the built-in one.");
    private static final Setting<String> WEBHOOK_URL = Setting.text(
            "sekisho.notification.webhook-url",
            "",
            "an https URL, or http on loopback",
            "Where each notice is posted as JSON; unset: nowhere.",
            NotificationConfig::url);
    private static final Setting<String> WEBHOOK_KEY =
            Setting.key("sekisho.notification.webhook-key", "Key of the webhook's signature; required with a webhook.");
    private static final Setting<Integer> GIVE_UP = Setting.integer(
            "sekisho.notification.give-up-minutes", 60, 1, 10_080, "minutes", "How long a delivery is tried again.");
    private static final Setting<Integer> WAITING = Setting.integer(
            "sekisho.notification.waiting", 1_000, 1, 100_000, "notices", "Most notices that wait for each channel.");

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
            settings.problem(RELAY_PASSWORD.name() + " would go over the network in the clear: " + RELAY_TLS.name()
                    + " is none");
        }
        if (!webhookUrl.isEmpty() && !settings.isGiven(WEBHOOK_KEY)) {
            settings.problem(WEBHOOK_KEY.name() + " is not set although " + WEBHOOK_URL.name()
                    + " is; make one by openssl rand -base64 32");
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
