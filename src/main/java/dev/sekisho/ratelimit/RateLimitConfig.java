// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.policy.PolicyAction;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.List;
import java.util.Locale;

/**
 * Configuration of the send limits.
 *
 * @param action what Postfix is answered when a limit is spent, with placeholders
 * @param barredAction what it is answered for an account that may not send
 *     <p>Immutable and safe for use by any thread.
 */
public record RateLimitConfig(ActionTemplate action, ActionTemplate barredAction) {
    private static final Setting<String> ACTION = Setting.text(
            "sekisho.ratelimit.action",
            "450 4.7.1 Send limit of {amount} recipients in {period} reached, {used} used; next possible {release} (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer when a limit is spent. Placeholders: {amount} {period} {used} {release} {account} {reference}.",
            RateLimitConfig::checked);
    private static final Setting<String> BARRED_ACTION = Setting.text(
            "sekisho.ratelimit.barred-action",
            "550 5.7.1 This account may not send mail; ask your postmaster (ref {reference})",
            "an access(5) action, at most 400 characters",
            "Answer for an account that is suspended or barred from sending. Placeholders: {account} {reference}.",
            RateLimitConfig::checked);

    public static final List<Setting<?>> SETTINGS = List.of(ACTION, BARRED_ACTION);

    /** Room for the placeholders within the 512 bytes that Postfix takes. */
    private static final int ACTION_CHARACTERS = 400;

    public static RateLimitConfig read(Settings settings) {
        String action = settings.get(ACTION);
        warnIfItDoesNotDefer(ACTION, action);
        return new RateLimitConfig(new ActionTemplate(action), new ActionTemplate(settings.get(BARRED_ACTION)));
    }

    private static void warnIfItDoesNotDefer(Setting<String> setting, String action) {
        if (action.toUpperCase(Locale.ROOT).startsWith("DEFER_IF_REJECT")) {
            RateLimitMessages.actionDoesNotDefer(setting.name(), action);
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
