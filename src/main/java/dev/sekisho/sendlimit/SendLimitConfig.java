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
 * Configuration of the send limits.
 *
 * @param action what Postfix is answered when a limit is spent, with placeholders
 * @param rejectAction what it is answered when a limit that rejects is spent
 * @param holdAction what it is answered when a limit that holds is spent
 * @param filterAction what it is answered when a limit that filters is spent
 * @param refusedAction what it is answered for mail without login, or from the null sender, where that is refused
 * @param sendBlockedAction what it is answered for an account that may not send
 * @param timeZone where a calendar day begins and ends
 * @param countAt the stage at which messages are counted
 * @param reserve whether recipients are reserved before that
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
            "450 4.7.1 Send limit of {amount} {unit} in {period} reached, {used} used; next possible {release} (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer when a limit is spent. Placeholders: {amount} {unit} {period} {used} {release} {account} {reference}.",
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
            "Answer when a limit with the action reject is spent. Placeholders as for the action.",
            SendLimitConfig::checked);
    private static final Setting<String> HOLD_ACTION = Setting.text(
            "sekisho.sendlimit.hold-action",
            "HOLD send limit of {amount} {unit} in {period} reached, {used} used (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer at END-OF-MESSAGE when a limit with the action hold is spent. Placeholders as for the action.",
            SendLimitConfig::checked);
    private static final Setting<String> TIME_ZONE = Setting.text(
            "sekisho.sendlimit.time-zone",
            "UTC",
            "a name of the time zone database",
            "Where the calendar day of a limit by the day begins and ends.",
            SendLimitConfig::zone);

    private static final Setting<String> FILTER_ACTION = Setting.text(
            "sekisho.sendlimit.filter-action",
            "FILTER slow:",
            "an access(5) action, at most 400 characters",
            "Answer at END-OF-MESSAGE when a limit with the action filter is spent; the transport has to be in master.cf.",
            SendLimitConfig::checked);
    private static final Setting<String> REFUSED_ACTION = Setting.text(
            "sekisho.sendlimit.refused-action",
            "550 5.7.1 Mail without login is not accepted from here (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer for mail without login, or from the null sender, of a network that refuses it.",
            SendLimitConfig::checked);
    private static final Setting<CountAt> COUNT_AT = Setting.choice(
            "sekisho.sendlimit.count-at",
            CountAt.END_OF_MESSAGE,
            "Stage at which messages are counted; what Postfix has to ask at. Only end-of-message is exact.");
    private static final Setting<Boolean> RESERVE = Setting.bool(
            "sekisho.sendlimit.reserve",
            true,
            "Whether recipients are reserved at RCPT and DATA, so that sessions side by side cannot all be let in.");

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

    /** Room for the placeholders within the 512 bytes that Postfix takes. */
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

    private static void warnIfItDoesNotDefer(Setting<String> setting, String action) {
        if (action.toUpperCase(Locale.ROOT).startsWith("DEFER_IF_REJECT")) {
            SendLimitMessages.actionDoesNotDefer(setting.name(), action);
        }
    }

    private static String zone(String name) {
        try {
            return ZoneId.of(name).getId();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no known time zone", e);
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
