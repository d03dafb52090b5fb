// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.PolicyAction;
import java.nio.charset.StandardCharsets;

/** Makes the words of a mail host fit for an SMTP reply. */
@ThreadSafe
public final class ReplyText {
    /** The longest text in characters; with codes far below the 512 bytes of a reply (RFC 5321 4.5.3.1.5). */
    static final int MAX_CHARACTERS = 200;

    private ReplyText() {}

    /** A rejection with the reference of its decision, if it has one and there is room for it. */
    static PolicyAction withReference(PolicyAction action, String reference) {
        String named = action.text() + " (ref " + reference + ")";
        return reference.isEmpty()
                        || action.equals(PolicyAction.DUNNO)
                        || named.getBytes(StandardCharsets.UTF_8).length > PolicyAction.MAX_TEXT_BYTES
                ? action
                : PolicyAction.of(named);
    }

    /**
     * {@code text} in printable ASCII, cut at 200 characters; {@code substitute} if it has no word, since Postfix does
     * not accept codes alone as a text.
     */
    public static String orElse(String text, String substitute) {
        int length = Math.min(text.length(), MAX_CHARACTERS);
        StringBuilder printable = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            // A client that did not offer SMTPUTF8 gets ASCII (RFC 6531 3.7.4).
            printable.append(c < ' ' || c > '~' ? '?' : c);
        }
        String words = printable.toString().strip();
        return words.chars().anyMatch(Character::isLetter) ? words : substitute;
    }
}
