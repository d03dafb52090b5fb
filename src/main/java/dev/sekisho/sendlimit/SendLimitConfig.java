// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.policy.ProtocolState;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * The configuration of the send limits.
 *
 * @param action the answer when a limit is reached, with placeholders
 * @param rejectAction the answer when a limit that rejects is reached
 * @param holdAction the answer when a limit that holds is reached
 * @param filterAction the answer when a limit that filters is reached
 * @param refusedAction the answer to mail without login or from the null sender, where a network refuses it
 * @param sendBlockedAction the answer for an account that may not send
 * @param timeZone the time zone of calendar days
 * @param countAt the stage at which messages are counted
 * @param reserve whether recipients are reserved at earlier stages
 */
@Immutable
public record SendLimitConfig(
        ActionTemplate action,
        ActionTemplate rejectAction,
        ActionTemplate holdAction,
        ActionTemplate filterAction,
        ActionTemplate refusedAction,
        ActionTemplate sendBlockedAction,
        ZoneId timeZone,
        CountAt countAt,
        boolean reserve) {
    /** The stage at which messages are counted. */
    public enum CountAt {
        RCPT(ProtocolState.RCPT),
        DATA(ProtocolState.DATA),
        END_OF_MESSAGE(ProtocolState.END_OF_MESSAGE);

        private final ProtocolState state;

        CountAt(ProtocolState state) {
            this.state = state;
        }

        ProtocolState state() {
            return state;
        }
    }

    private static final Setting<String> ACTION = Setting.text(
            "sekisho.sendlimit.action",
            "450 4.7.1 Send limit of {amount} {unit} in {period} reached, {used} used; next possible {release}"
                    + " (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer when a limit is reached. Placeholders: {amount} {unit} {period} {used} {release} {account}"
                    + " {reference}.",
            SendLimitConfig::checked);
    private static final Setting<String> SEND_BLOCKED_ACTION = Setting.text(
            "sekisho.sendlimit.send-blocked-action",
            "550 5.7.1 This account may not send mail; ask your postmaster (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer for an account that is suspended or send-blocked. Placeholders: {account} {reference}.",
            SendLimitConfig::checked);

    private static final Setting<String> REJECT_ACTION = Setting.text(
            "sekisho.sendlimit.reject-action",
            "550 5.7.1 Send limit of {amount} {unit} in {period} reached, {used} used (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer when a limit with the action reject is reached. Placeholders as for the action.",
            SendLimitConfig::checked);
    private static final Setting<String> HOLD_ACTION = Setting.text(
            "sekisho.sendlimit.hold-action",
            "HOLD send limit of {amount} {unit} in {period} reached, {used} used (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer at END-OF-MESSAGE when a limit with the action hold is reached. Placeholders as for the action.",
            SendLimitConfig::checked);
    private static final Setting<String> TIME_ZONE = Setting.text(
            "sekisho.sendlimit.time-zone",
            "UTC",
            "a name of the time zone database",
            "Time zone of the calendar days of limits.",
            SendLimitConfig::zone);

    private static final Setting<String> FILTER_ACTION = Setting.text(
            "sekisho.sendlimit.filter-action",
            "FILTER slow:",
            "an access(5) action, at most 400 characters",
            "Answer at END-OF-MESSAGE when a limit with the action filter is reached; master.cf must have the"
                    + " transport.",
            SendLimitConfig::checked);
    private static final Setting<String> REFUSED_ACTION = Setting.text(
            "sekisho.sendlimit.refused-action",
            "550 5.7.1 Mail without login is not accepted from here (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer to mail without login or from the null sender, if the rule of the client network refuses it.",
            SendLimitConfig::checked);
    private static final Setting<CountAt> COUNT_AT = Setting.choice(
            "sekisho.sendlimit.count-at",
            CountAt.END_OF_MESSAGE,
            "Stage at which messages are counted; Postfix must send requests at this stage. Only end-of-message"
                    + " is exact.");
    private static final Setting<Boolean> RESERVE = Setting.bool(
            "sekisho.sendlimit.reserve",
            true,
            "Whether recipients are reserved at RCPT and DATA, so that parallel sessions cannot exceed the limit"
                    + " together.");

    public static final List<Setting<?>> SETTINGS = List.of(
            ACTION,
            REJECT_ACTION,
            HOLD_ACTION,
            FILTER_ACTION,
            REFUSED_ACTION,
            SEND_BLOCKED_ACTION,
            TIME_ZONE,
            COUNT_AT,
            RESERVE);

    /** Leaves room for the placeholders within the 512 bytes that Postfix accepts. */
    private static final int ACTION_CHARACTERS = 400;

    public static SendLimitConfig read(Settings settings) {
        String action = settings.get(ACTION);
        warnIfItDoesNotDefer(ACTION, action);
        return new SendLimitConfig(
                new ActionTemplate(action),
                new ActionTemplate(settings.get(REJECT_ACTION)),
                new ActionTemplate(settings.get(HOLD_ACTION)),
                new ActionTemplate(settings.get(FILTER_ACTION)),
                new ActionTemplate(settings.get(REFUSED_ACTION)),
                new ActionTemplate(settings.get(SEND_BLOCKED_ACTION)),
                ZoneId.of(settings.get(TIME_ZONE)),
                settings.get(COUNT_AT),
                settings.get(RESERVE));
    }

    /** Whether each recipient is counted on its own, instead of the message. */
    boolean countsByRecipient() {
        return countAt == CountAt.RCPT;
    }

    private static void warnIfItDoesNotDefer(Setting<String> setting, String action) {
        if (action.toUpperCase(Locale.ROOT).startsWith("DEFER_IF_REJECT")) {
            SendLimitMessages.actionDoesNotDefer(setting.name(), action);
        }
    }

    private static String zone(String name) {
        try {
            return ZoneId.of(name).getId();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a known time zone", e);
        }
    }

    private static String checked(String text) {
        if (text.length() > ACTION_CHARACTERS) {
            throw new IllegalArgumentException("is longer than " + ACTION_CHARACTERS + " characters");
        }
        PolicyAction.of(text);
        return text;
    }
}
