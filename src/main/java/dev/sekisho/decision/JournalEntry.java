// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Map;

/**
 * A decision in the journal or the tail.
 *
 * @param reference see {@link Reference}; empty for a plain accept that the journal does not keep
 * @param at time of the decision, in whole milliseconds
 * @param service see {@link Decision#by()}
 * @param result the result in one word
 * @param account the account or mailbox, at most 320 characters; empty for none
 * @param client address of the client, at most 64 characters
 * @param line the line of the decision log without its time, at most 4,000 characters
 */
@Immutable
public record JournalEntry(
        String reference, Instant at, String service, String result, String account, String client, String line) {
    static final int ACCOUNT_CHARACTERS = 320;
    static final int CLIENT_CHARACTERS = 64;
    static final int LINE_CHARACTERS = 4_000;

    static JournalEntry of(Decision decision, String reference, long millis, String line) {
        return new JournalEntry(
                reference,
                Instant.ofEpochMilli(millis),
                decision.by(),
                decision.result(),
                fit(decision.key(), ACCOUNT_CHARACTERS),
                fit(decision.client(), CLIENT_CHARACTERS),
                fit(line, LINE_CHARACTERS));
    }

    /** The pairs of the line, in order; values as {@link Logfmt} truncated them. */
    public Map<String, String> attributes() {
        return LogfmtReader.read(line);
    }

    /** The decision in plain words. */
    public String explanation() {
        return Explanation.of(service, result, attributes());
    }

    /**
     * Truncates {@code text} and replaces characters that a database might reject: NUL, other control characters, and
     * unpaired surrogates.
     */
    static String fit(String text, int most) {
        int length = Math.min(text.length(), most);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return cleaned(text, length);
            }
        }
        return length == text.length() ? text : text.substring(0, length);
    }

    private static String cleaned(String text, int length) {
        StringBuilder clean = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
            }
        }
        return clean.toString();
    }
}
