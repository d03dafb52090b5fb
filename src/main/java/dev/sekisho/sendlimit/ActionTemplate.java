// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.policy.PolicyAction;
import dev.sekisho.sendlimit.counter.LimitResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of an action with placeholders: {@code {amount}}, {@code {unit}}, {@code {period}}, {@code {used}},
 * {@code {release}}, {@code {account}}, {@code {reference}}.
 *
 * @param text as configured
 */
@Immutable
record ActionTemplate(String text) {
    /** Postfix accepts 512 bytes; the name of an account may have 320. */
    private static final int ACTION_BYTES = 512;

    /** @param reference the reference of the decision */
    PolicyAction fill(String account, @Nullable LimitResult limitResult, String reference) {
        String filled = text.replace("{reference}", reference);
        if (limitResult != null && limitResult.limit() != null) {
            filled = filled.replace("{amount}", limitResult.limit().amountText())
                    .replace("{unit}", limitResult.limit().unit().word())
                    .replace("{period}", limitResult.limit().periodText())
                    .replace("{used}", limitResult.limit().amountText(limitResult.used()))
                    .replace("{release}", limitResult.release());
        }
        // Last, so that placeholders in a login are not replaced.
        return PolicyAction.of(cut(filled.replace("{account}", printable(account))));
    }

    /** The login becomes part of a line of the protocol. */
    private static String printable(String account) {
        return account.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private static String cut(String filled) {
        byte[] bytes = filled.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= ACTION_BYTES) {
            return filled;
        }
        int end = ACTION_BYTES;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }
}
