// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reply to Postfix: the text after {@code action=}, in the syntax of access(5).
 *
 * <p>Shapes: {@code DUNNO}, {@code 450 4.7.1 Try again later}, {@code DEFER_IF_PERMIT text}, {@code REJECT text}. The
 * text is 1 to 512 bytes of UTF-8 without control characters and without leading or trailing blanks. A text that starts
 * with a digit must be a 4xx or 5xx reply followed by words: Postfix treats {@code 550} alone, and any other plain
 * number, as OK and lets the mail pass.
 *
 * <p>The wire form {@code action=TEXT LF LF} is encoded once, at creation. Keep frequent actions as constants.
 *
 * <p>Source: SMTPD_POLICY_README; access(5), "ACCEPT ACTIONS", "REJECT ACTIONS".
 */
@ThreadSafe
public final class PolicyAction {
    /** The maximum bytes of text; Postfix truncates or rejects longer SMTP replies (RFC 5321 4.5.3.1.5). */
    public static final int MAX_TEXT_BYTES = 512;

    /**
     * No decision: Postfix evaluates its next restriction. Unlike {@code OK}, it does not skip the other restrictions.
     */
    public static final PolicyAction DUNNO = of("DUNNO");

    /** 4xx or 5xx, an optional enhanced status code (RFC 3463), then words. */
    private static final Pattern REPLY =
            Pattern.compile("[45][0-9]{2} +([245]\\.[0-9]{1,3}\\.[0-9]{1,3} +)?(?![245]\\.[0-9.]+$)\\S.*");

    private static final String PREFIX = "action=";
    private static final String SUFFIX = "\n\n";

    private final String text;
    private final byte[] encoded;

    private PolicyAction(String text, byte[] encoded) {
        this.text = text;
        this.encoded = encoded;
    }

    /**
     * Creates an action.
     *
     * @param text the text after {@code action=}
     * @throws IllegalArgumentException if Postfix would reject or misinterpret the text
     */
    public static PolicyAction of(String text) {
        if (text.isBlank() || !text.equals(text.strip())) {
            throw new IllegalArgumentException(
                    "A policy action must not be empty or have leading or trailing blanks: \"" + text + '"');
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A policy action must not have control characters");
        }
        if (startsWithDigit(text) && !REPLY.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "A policy action that starts with a digit must be a 4xx or 5xx reply with a text, not \"" + text
                            + '"');
        }
        byte[] encoded = (PREFIX + text + SUFFIX).getBytes(StandardCharsets.UTF_8);
        int textBytes = encoded.length - PREFIX.length() - SUFFIX.length();
        if (textBytes > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "A policy action must have at most " + MAX_TEXT_BYTES + " bytes, not " + textBytes);
        }
        return new PolicyAction(text, encoded);
    }

    private static boolean startsWithDigit(String text) {
        return text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** The text after {@code action=}. */
    public String text() {
        return text;
    }

    /** The length of the encoded reply in bytes, at most 521. */
    public int encodedBytes() {
        return encoded.length;
    }

    /**
     * Writes the encoded reply, {@code action=TEXT} and the empty line.
     *
     * @param target a buffer with space for {@link #encodedBytes()}
     * @throws java.nio.BufferOverflowException if there is less space; then nothing is written
     */
    public void encodeTo(ByteBuffer target) {
        target.put(encoded);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyAction action && text.equals(action.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
