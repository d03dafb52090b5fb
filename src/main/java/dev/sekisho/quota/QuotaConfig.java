// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Configuration of the quota proxy.
 *
 * @param timeout how long a question may take: waiting, connecting and the answer together
 * @param connectionsPerHost most connections to one mail host
 * @param waitingPerHost most questions that wait for a connection to one mail host
 * @param overQuotaReply the reply code for a full mailbox
 * @param overQuotaText the words after that code; empty for those of the mail host
 * @param unknownUser what becomes of mail to a mailbox that its host does not know
 * @param breakerFailures failures in a row after which a mail host is left alone
 * @param breakerDelay how long it is left alone before one question tries it
 * @param idle how long an unused connection is kept
 * @param pipelining most questions under way on one connection
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

    /** Longest text of an SMTP reply that an operator may set, in characters: far below PolicyAction's 512 bytes. */
    private static final int MAX_TEXT_CHARACTERS = 200;

    private static final Setting<Integer> TIMEOUT_MILLIS = Setting.integer(
            "sekisho.quota.timeout-millis",
            2000,
            50,
            9000, // the policy listener gives an answer up after 10 s
            "ms",
            "How long a question to a mail host may take, waiting and connecting included; then the mail passes.");
    private static final Setting<Integer> CONNECTIONS_PER_HOST = Setting.integer(
            "sekisho.quota.connections-per-host",
            8,
            1,
            100,
            "connections",
            "Most connections to one mail host. Dovecot runs one process for each, 100 by default for all its clients.");
    private static final Setting<Integer> WAITING_PER_HOST = Setting.integer(
            "sekisho.quota.waiting-per-host",
            256,
            0,
            100_000,
            "questions",
            "Most questions that wait for a connection to one mail host; mail beyond that passes unasked.");
    private static final Setting<OverQuotaReply> OVER_QUOTA_REPLY = new Setting<>(
            "sekisho.quota.over-quota-reply",
            OverQuotaReply.REFUSE.code(),
            "552 or 452",
            "The reply for a full mailbox: 552 refuses for good, 452 lets the sender try again.",
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
            "What becomes of mail to a mailbox that the directory knows and its mail host does not.");
    private static final Setting<Integer> BREAKER_FAILURES = Setting.integer(
            "sekisho.quota.breaker-failures",
            5,
            1,
            1000,
            "failures",
            "Failures in a row after which a mail host is left alone for a while.");
    private static final Setting<Integer> BREAKER_DELAY_MILLIS = Setting.integer(
            "sekisho.quota.breaker-delay-millis",
            5000,
            10,
            600_000,
            "ms",
            "How long a failing mail host is left alone before one question tries it again.");
    private static final Setting<Integer> IDLE_SECONDS = Setting.integer(
            "sekisho.quota.idle-seconds", 60, 1, 3600, "s", "How long an unused connection to a mail host is kept.");

    private static final Setting<Integer> PIPELINING = Setting.integer(
            "sekisho.quota.pipelining",
            1,
            1,
            100,
            "questions",
            "Most questions under way on one connection to a mail host, once all its connections are in use; 1 asks one after the other.");

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
        // PolicyAction takes codes without words for a mistake, and a client that did not offer SMTPUTF8 gets ASCII.
        if (!stripped.chars().allMatch(each -> each >= ' ' && each <= '~')
                || stripped.chars().noneMatch(Character::isLetter)) {
            throw new IllegalArgumentException("must be printable ASCII with a letter in it");
        }
        return stripped;
    }
}
