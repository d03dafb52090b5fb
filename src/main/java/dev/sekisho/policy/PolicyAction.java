// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer to Postfix: the right-hand side of {@code action=}, in the words of access(5).
 *
 * <p>Shapes: {@code DUNNO}, {@code 450 4.7.1 Try again later}, {@code DEFER_IF_PERMIT text}, {@code REJECT text}. The
 * text is 1 to 512 bytes of UTF-8 without control characters and outer blanks. A text that begins with a number must be
 * a 4xx or 5xx reply with words after it: Postfix takes {@code 550} alone, and any other mere number, for OK and lets
 * the mail pass.
 *
 * <p>The wire form {@code action=TEXT LF LF} is made once, when the action is made: keep constants for what is answered
 * often.
 *
 * <p>Source: SMTPD_POLICY_README; access(5), "ACCEPT ACTIONS", "REJECT ACTIONS".
 */
@ThreadSafe
public final class PolicyAction {
    /** The most bytes of text in one answer; Postfix cuts or refuses longer SMTP replies (RFC 5321 4.5.3.1.5). */
    public static final int MAX_TEXT_BYTES = 512;

    /** No opinion: Postfix goes on with its next restriction. Never {@code OK}, which would skip them all. */
    public static final PolicyAction DUNNO = of("DUNNO");

    /** 4xx or 5xx, perhaps an enhanced status code (RFC 3463), then words. */
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
     * Makes an action of its text.
     *
     * @param text what follows {@code action=}
     * @throws IllegalArgumentException if Postfix would not understand the text, or take it for something else
     */
    public static PolicyAction of(String text) {
        if (text.isBlank() || !text.equals(text.strip())) {
            throw new IllegalArgumentException("A policy action is not empty and has no outer blanks: \"" + text + '"');
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A policy action has no control characters");
        }
        if (startsWithDigit(text) && !REPLY.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "A policy action that starts with a digit is a 4xx or 5xx reply with a text, not \"" + text + '"');
        }
        byte[] encoded = (PREFIX + text + SUFFIX).getBytes(StandardCharsets.UTF_8);
        int textBytes = encoded.length - PREFIX.length() - SUFFIX.length();
        if (textBytes > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "A policy action holds at most " + MAX_TEXT_BYTES + " bytes, not " + textBytes);
        }
        return new PolicyAction(text, encoded);
    }

    private static boolean startsWithDigit(String text) {
        return text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** What follows {@code action=}. */
    public String text() {
        return text;
    }

    /** The length of the whole answer on the wire, in bytes; at most 521. */
    public int encodedBytes() {
        return encoded.length;
    }

    /**
     * Writes the whole answer, {@code action=TEXT} and the empty line.
     *
     * @param target a buffer with room for {@link #encodedBytes()}
     * @throws java.nio.BufferOverflowException if there is less room; nothing is written then
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
