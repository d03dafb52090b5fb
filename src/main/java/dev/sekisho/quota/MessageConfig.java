// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of the quota checks of whole messages.
 *
 * @param endOfMessage whether recipients are remembered and requested again with the real size
 * @param mixed what happens to a message that does not fit all its recipients
 * @param rememberedMessages the most messages between {@code RCPT} and {@code END-OF-MESSAGE} that are remembered
 * @param rememberedFor how long a message is remembered after its last recipient
 * @param splitFor how long a client may take to retry after the 452 of {@link MixedPolicy#RETRY_SPLIT}
 * @param singleRecipient whether a message without a size gets only one recipient while a mailbox is nearly full
 * @param nearFullBytes a mailbox with less room than this is nearly full
 * @param exempt senders without the single-recipient rule
 * @param learnSizes whether the sizes of earlier messages replace a missing one
 * @param unknownRecipient the reply about a recipient that its domain does not have
 * @param requestsPerMessage the most mailboxes that are requested at once for one message
 * @param verdictsFor how long a verdict of a mail host answers further requests; zero for never
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
        int requestsPerMessage,
        Duration verdictsFor) {

    private static final Setting<Boolean> END_OF_MESSAGE = Setting.bool(
            "sekisho.quota.end-of-message",
            true,
            "Request each remembered recipient again with the real size; Postfix must send requests at"
                    + " END-OF-MESSAGE too.");
    private static final Setting<MixedPolicy> MIXED = Setting.choice(
            "sekisho.quota.mixed",
            MixedPolicy.ACCEPT,
            "What happens to a message whose real size does not fit all of its recipients.");
    private static final Setting<Integer> REMEMBERED_MESSAGES = Setting.integer(
            "sekisho.quota.remembered-messages",
            100_000,
            100,
            10_000_000,
            "messages",
            "The most messages between RCPT and END-OF-MESSAGE that are remembered.");
    private static final Setting<Integer> REMEMBERED_MINUTES = Setting.integer(
            "sekisho.quota.remembered-minutes",
            30,
            1,
            1440,
            "minutes",
            "How long a message is remembered after its last recipient: the time its data may take.");
    private static final Setting<Integer> SPLIT_HOURS = Setting.integer(
            "sekisho.quota.split-hours", 5, 1, 120, "hours", "With retry-split: how long a client may take to retry.");
    private static final Setting<Boolean> SINGLE_RECIPIENT = Setting.bool(
            "sekisho.quota.single-recipient",
            false,
            "Answer 452 to further recipients of a message without SIZE while one of its mailboxes is nearly full.");
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
            "client addresses, networks such as 192.0.2.0/24, and sender domains, separated by commas",
            "Senders without the single-recipient rule, because they do not retry.",
            false,
            ExemptClients::parse);
    private static final Setting<Boolean> LEARN_SIZES = Setting.bool(
            "sekisho.quota.learn-sizes",
            false,
            "Use the smallest of the last three real sizes from a sender to a mailbox in place of a missing SIZE.");
    private static final Setting<UnknownRecipientReply> UNKNOWN_RECIPIENT = Setting.choice(
            "sekisho.quota.unknown-recipient",
            UnknownRecipientReply.DUNNO,
            "Reply about a recipient that the directory does not have, if its domain has no own setting.");
    private static final Setting<Integer> REQUESTS_PER_MESSAGE = Setting.integer(
            "sekisho.quota.requests-per-message",
            100,
            1,
            1000, // RememberedMessage keeps as many recipients
            "mailboxes",
            "The most mailboxes that are requested for one message: members of its lists at RCPT, all at its"
                    + " end; others pass.");
    private static final Setting<Integer> VERDICTS_MILLIS = Setting.integer(
            "sekisho.quota.verdict-cache-millis",
            2000,
            0,
            60_000,
            "ms",
            "How long a verdict answers further requests about the mailbox; 0 for never.");

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
            REQUESTS_PER_MESSAGE,
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
                settings.get(REQUESTS_PER_MESSAGE),
                Duration.ofMillis(settings.get(VERDICTS_MILLIS)));
    }
}
