// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Configuration of what the quota service does with whole messages, beyond the one question about one recipient.
 *
 * @param endOfMessage whether recipients are remembered and asked about again with the real size
 * @param mixed what becomes of a message that does not fit all its recipients
 * @param rememberedMessages most messages between {@code RCPT} and {@code END-OF-MESSAGE} that are remembered
 * @param rememberedFor how long one is remembered after its last recipient
 * @param splitFor how long a client may take to come back after the 452 of {@link MixedPolicy#RETRY_SPLIT}
 * @param singleRecipient whether a message without a size gets one recipient only while a mailbox is nearly full
 * @param nearFullBytes a mailbox with less room than this is nearly full
 * @param exempt whose messages are never cut to one recipient
 * @param learnSizes whether the sizes of earlier messages stand in for a missing one
 * @param unknownRecipient what is said about a recipient that its domain does not have
 * @param questionsPerMessage most mailboxes that are asked about at once for one message
 * @param verdictsFor how long a mail host's verdict answers further questions; zero for not at all
 */
@ThreadSafe
public record MessageConfig(
        boolean endOfMessage,
        MixedPolicy mixed,
        int rememberedMessages,
        Duration rememberedFor,
        Duration splitFor,
        boolean singleRecipient,
        long nearFullBytes,
        ExemptClients exempt,
        boolean learnSizes,
        UnknownRecipientReply unknownRecipient,
        int questionsPerMessage,
        Duration verdictsFor) {

    private static final Setting<Boolean> END_OF_MESSAGE = Setting.bool(
            "sekisho.quota.end-of-message",
            true,
            "Ask about every remembered recipient again with the real size; needs the question at END-OF-MESSAGE too.");
    private static final Setting<MixedPolicy> MIXED = Setting.choice(
            "sekisho.quota.mixed",
            MixedPolicy.ACCEPT,
            "What becomes of a message whose real size does not fit all of its recipients.");
    private static final Setting<Integer> REMEMBERED_MESSAGES = Setting.integer(
            "sekisho.quota.remembered-messages",
            100_000,
            100,
            10_000_000,
            "messages",
            "Most messages between RCPT and END-OF-MESSAGE that are remembered.");
    private static final Setting<Integer> REMEMBERED_MINUTES = Setting.integer(
            "sekisho.quota.remembered-minutes",
            30,
            1,
            1440,
            "minutes",
            "How long a message is remembered after its last recipient: the time its data may take.");
    private static final Setting<Integer> SPLIT_HOURS = Setting.integer(
            "sekisho.quota.split-hours",
            5,
            1,
            120,
            "hours",
            "With retry-split: how long a client may take to come back.");
    private static final Setting<Boolean> SINGLE_RECIPIENT = Setting.bool(
            "sekisho.quota.single-recipient",
            false,
            "Tell further recipients of a message without SIZE 452 while a mailbox of it is nearly full.");
    private static final Setting<Integer> NEAR_FULL_BYTES = Setting.integer(
            "sekisho.quota.near-full-bytes",
            10_485_760,
            1,
            Integer.MAX_VALUE,
            "bytes",
            "A mailbox with less room than this is nearly full.");
    private static final Setting<ExemptClients> EXEMPT = new Setting<>(
            "sekisho.quota.single-recipient-exempt",
            "",
            "client addresses, networks as 192.0.2.0/24, and sender domains, with commas between",
            "Whose messages single-recipient leaves alone, because they would not try again.",
            false,
            ExemptClients::parse);
    private static final Setting<Boolean> LEARN_SIZES = Setting.bool(
            "sekisho.quota.learn-sizes",
            false,
            "Let the least of the last three real sizes of a sender to a mailbox stand in for a missing SIZE.");
    private static final Setting<UnknownRecipientReply> UNKNOWN_RECIPIENT = Setting.choice(
            "sekisho.quota.unknown-recipient",
            UnknownRecipientReply.DUNNO,
            "What is said about a recipient that the directory does not have, where its domain has no setting of its own.");
    private static final Setting<Integer> QUESTIONS_PER_MESSAGE = Setting.integer(
            "sekisho.quota.questions-per-message",
            100,
            1,
            1000, // RememberedMessage keeps as many recipients
            "mailboxes",
            "Most mailboxes that are asked about for one message: members of its lists at RCPT, all at its end; others pass.");
    private static final Setting<Integer> VERDICTS_MILLIS = Setting.integer(
            "sekisho.quota.verdict-cache-millis",
            2000,
            0,
            60_000,
            "ms",
            "How long a verdict answers further questions about the mailbox; 0 asks each time.");

    public static final List<Setting<?>> SETTINGS = List.of(
            END_OF_MESSAGE,
            MIXED,
            REMEMBERED_MESSAGES,
            REMEMBERED_MINUTES,
            SPLIT_HOURS,
            SINGLE_RECIPIENT,
            NEAR_FULL_BYTES,
            EXEMPT,
            LEARN_SIZES,
            UNKNOWN_RECIPIENT,
            QUESTIONS_PER_MESSAGE,
            VERDICTS_MILLIS);

    public static MessageConfig read(Settings settings) {
        return new MessageConfig(
                settings.get(END_OF_MESSAGE),
                settings.get(MIXED),
                settings.get(REMEMBERED_MESSAGES),
                Duration.ofMinutes(settings.get(REMEMBERED_MINUTES)),
                Duration.ofHours(settings.get(SPLIT_HOURS)),
                settings.get(SINGLE_RECIPIENT),
                settings.get(NEAR_FULL_BYTES),
                settings.get(EXEMPT),
                settings.get(LEARN_SIZES),
                settings.get(UNKNOWN_RECIPIENT),
                settings.get(QUESTIONS_PER_MESSAGE),
                Duration.ofMillis(settings.get(VERDICTS_MILLIS)));
    }
}
