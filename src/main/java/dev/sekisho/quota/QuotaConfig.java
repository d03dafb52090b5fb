// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of the quota proxy.
 *
 * @param timeout time limit of a request: waiting, connecting and the answer together
 * @param connectionsPerHost the most connections to one mail host
 * @param waitingPerHost the most requests that wait for a connection to one mail host
 * @param overQuotaReply the reply code for a full mailbox
 * @param overQuotaText the words after that code; empty for those of the mail host
 * @param unknownUser what happens to mail for a mailbox that its host does not know
 * @param breakerFailures failures in a row after which the circuit breaker opens
 * @param breakerDelay how long it stays open before one request probes the host
 * @param idle how long an unused connection is kept
 * @param pipelining the most requests under way on one connection
 */
@Immutable
public record QuotaConfig(
        Duration timeout,
        int connectionsPerHost,
        int waitingPerHost,
        OverQuotaReply overQuotaReply,
        String overQuotaText,
        UnknownUserReply unknownUser,
        int breakerFailures,
        Duration breakerDelay,
        Duration idle,
        int pipelining) {

    /** The longest text of a reply in characters, far below PolicyAction's 512 bytes. */
    private static final int MAX_TEXT_CHARACTERS = 200;

    private static final Setting<Integer> TIMEOUT_MILLIS = Setting.integer(
            "sekisho.quota.timeout-millis",
            2000,
            50,
            9000, // the policy listener gives an answer up after 10 s
            "ms",
            "Time limit of a request to a mail host, with waiting and connecting; then the mail passes.");
    private static final Setting<Integer> CONNECTIONS_PER_HOST = Setting.integer(
            "sekisho.quota.connections-per-host",
            8,
            1,
            100,
            "connections",
            "The most connections to one mail host. Dovecot runs one process for each, by default 100 for all"
                    + " its clients.");
    private static final Setting<Integer> WAITING_PER_HOST = Setting.integer(
            "sekisho.quota.waiting-per-host",
            256,
            0,
            100_000,
            "requests",
            "The most requests that wait for a connection to one mail host; further mail passes without a check.");
    private static final Setting<OverQuotaReply> OVER_QUOTA_REPLY = new Setting<>(
            "sekisho.quota.over-quota-reply",
            OverQuotaReply.REFUSE.code(),
            "552 or 452",
            "The reply for a full mailbox: 552 rejects permanently, 452 lets the sender retry.",
            false,
            OverQuotaReply::ofCode);
    private static final Setting<String> OVER_QUOTA_TEXT = Setting.text(
            "sekisho.quota.over-quota-text",
            "",
            "printable ASCII, at most " + MAX_TEXT_CHARACTERS + " characters, with a letter in it",
            "The words after the reply code for a full mailbox; unset, those of the mail host.",
            QuotaConfig::replyText);
    private static final Setting<UnknownUserReply> UNKNOWN_USER = Setting.choice(
            "sekisho.quota.unknown-user",
            UnknownUserReply.DUNNO,
            "What happens to mail for a mailbox that the directory knows and its mail host does not.");
    private static final Setting<Integer> BREAKER_FAILURES = Setting.integer(
            "sekisho.quota.breaker-failures",
            5,
            1,
            1000,
            "failures",
            "Failures in a row after which the circuit breaker of a mail host opens.");
    private static final Setting<Integer> BREAKER_DELAY_MILLIS = Setting.integer(
            "sekisho.quota.breaker-delay-millis",
            5000,
            10,
            600_000,
            "ms",
            "How long the circuit breaker stays open before one request probes the mail host.");
    private static final Setting<Integer> IDLE_SECONDS = Setting.integer(
            "sekisho.quota.idle-seconds", 60, 1, 3600, "s", "How long an unused connection to a mail host is kept.");

    private static final Setting<Integer> PIPELINING = Setting.integer(
            "sekisho.quota.pipelining",
            1,
            1,
            100,
            "requests",
            "The most requests under way on one connection to a mail host, if all its connections are in use; 1"
                    + " for one after the other.");

    public static final List<Setting<?>> SETTINGS = List.of(
            TIMEOUT_MILLIS,
            CONNECTIONS_PER_HOST,
            WAITING_PER_HOST,
            OVER_QUOTA_REPLY,
            OVER_QUOTA_TEXT,
            UNKNOWN_USER,
            BREAKER_FAILURES,
            BREAKER_DELAY_MILLIS,
            IDLE_SECONDS,
            PIPELINING);

    public static QuotaConfig read(Settings settings) {
        return new QuotaConfig(
                Duration.ofMillis(settings.get(TIMEOUT_MILLIS)),
                settings.get(CONNECTIONS_PER_HOST),
                settings.get(WAITING_PER_HOST),
                settings.get(OVER_QUOTA_REPLY),
                settings.get(OVER_QUOTA_TEXT),
                settings.get(UNKNOWN_USER),
                settings.get(BREAKER_FAILURES),
                Duration.ofMillis(settings.get(BREAKER_DELAY_MILLIS)),
                Duration.ofSeconds(settings.get(IDLE_SECONDS)),
                settings.get(PIPELINING));
    }

    private static String replyText(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return "";
        }
        if (stripped.length() > MAX_TEXT_CHARACTERS) {
            throw new IllegalArgumentException("has more than " + MAX_TEXT_CHARACTERS + " characters");
        }
        // PolicyAction rejects codes without words; a client without SMTPUTF8 must get ASCII.
        if (!stripped.chars().allMatch(each -> each >= ' ' && each <= '~')
                || stripped.chars().noneMatch(Character::isLetter)) {
            throw new IllegalArgumentException("must be printable ASCII with a letter in it");
        }
        return stripped;
    }
}
