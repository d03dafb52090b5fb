// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes answers of Dovecot's quota-status: {@code action=TEXT LF LF}, and the meaning of TEXT.
 *
 * <p>TEXT is the value of {@code quota_status_success}, {@code _overquota}, {@code _toolarge} or {@code _nouser} in
 * Dovecot, or {@code DEFER_IF_PERMIT} after a failure there. An enhanced status code decides before a reply code, and
 * both before the words: {@code REJECT Unknown user} and {@code 554 5.2.2 Quota exceeded} are Dovecot's defaults.
 *
 * <p>Source: Dovecot's src/plugins/quota/quota-status.c and quota-status-settings; access(5); RFC 3463.
 */
@ThreadSafe
final class QuotaAnswerDecoder {
    /**
     * The longest answer in bytes; Dovecot's are below 100, an SMTP reply line has 512 at most (RFC 5321 4.5.3.1.5).
     */
    static final int MAX_ANSWER_BYTES = 1024;

    private static final byte[] PREFIX = "action=".getBytes(StandardCharsets.US_ASCII);

    /** Reply code or word of access(5), perhaps an enhanced status code, perhaps words. */
    private static final Pattern REFUSAL = Pattern.compile(
            "(?<code>[45][0-9]{2}|REJECT|DEFER)(?: +[45]\\.(?<detail>[0-9]{1,3}\\.[0-9]{1,3}))?(?: +(?<text>.*))?",
            Pattern.CASE_INSENSITIVE);

    private QuotaAnswerDecoder() {}

    /**
     * Decodes and removes the first answer of the received bytes.
     *
     * @param received from position 0 to its position
     * @return empty if the answer is not complete
     * @throws NonsenseException if the bytes are not an answer
     */
    static Optional<QuotaResult> take(ByteBuffer received) throws NonsenseException {
        int length = received.position();
        for (int end = 2; end <= length; end++) {
            if (received.get(end - 1) == '\n' && received.get(end - 2) == '\n') {
                ByteBuffer first = received.duplicate().position(end);
                Optional<QuotaResult> answer = decode(first);
                received.limit(length).position(end);
                received.compact();
                return answer;
            }
        }
        return decode(received);
    }

    /**
     * Decodes the answer of the received bytes.
     *
     * @param received from position 0 to its position; stays as it is
     * @return empty if the answer is not complete
     * @throws NonsenseException if the bytes are not an answer
     */
    static Optional<QuotaResult> decode(ByteBuffer received) throws NonsenseException {
        int length = received.position();
        for (int i = 0; i < Math.min(length, PREFIX.length); i++) {
            if (received.get(i) != PREFIX[i]) {
                throw new NonsenseException("an answer that does not begin with action=");
            }
        }
        for (int i = PREFIX.length; i < length; i++) {
            byte b = received.get(i);
            if (b == '\n') {
                return endsAfter(received, i, length) ? Optional.of(meaning(text(received, i))) : Optional.empty();
            }
            if ((b >= 0 && b < ' ') || b == 0x7f) {
                throw new NonsenseException("an answer with control characters");
            }
        }
        if (length == received.capacity()) {
            throw new NonsenseException("an answer longer than " + length + " bytes");
        }
        return Optional.empty();
    }

    private static boolean endsAfter(ByteBuffer received, int lineEnd, int length) throws NonsenseException {
        if (lineEnd + 1 == length) {
            return false;
        }
        if (received.get(lineEnd + 1) != '\n' || lineEnd + 2 < length) {
            throw new NonsenseException("an answer with more than an action in it");
        }
        return true;
    }

    private static String text(ByteBuffer received, int lineEnd) {
        byte[] bytes = new byte[lineEnd - PREFIX.length];
        received.get(PREFIX.length, bytes);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    /** The meaning of an action for the mailbox. */
    static QuotaResult meaning(String action) {
        if (action.equalsIgnoreCase("DUNNO") || action.equalsIgnoreCase("OK")) {
            return new QuotaResult.Room();
        }
        Matcher refusal = REFUSAL.matcher(action);
        if (!refusal.matches()) {
            return new QuotaResult.Unclear(action);
        }
        String text = Optional.ofNullable(refusal.group("text")).orElse("");
        String detail = Optional.ofNullable(refusal.group("detail")).orElse("");
        return switch (detail) {
            // Mailbox full; message longer than the mailbox, or the system, permits.
            case "2.2", "2.3", "3.4" -> new QuotaResult.Full(text);
            // Bad destination mailbox address.
            case "1.1" -> new QuotaResult.Unknown(text);
            case "" -> meaningOfWords(refusal.group("code"), text, action);
            default -> new QuotaResult.Unclear(action);
        };
    }

    private static QuotaResult meaningOfWords(String code, String text, String action) {
        String words = text.toLowerCase(Locale.ROOT);
        if (words.contains("unknown") || words.contains("no such") || words.contains("exist")) {
            return new QuotaResult.Unknown(text);
        }
        // RFC 5321 4.2.3: 552 exceeded storage allocation, 452 insufficient system storage.
        boolean storage = code.equals("552") || code.equals("452");
        if (storage || words.contains("quota") || words.contains("full") || words.contains("too large")) {
            return new QuotaResult.Full(text);
        }
        return new QuotaResult.Unclear(action);
    }

    /** The mail host breaks the policy protocol; the message has the reason and none of its bytes. */
    static final class NonsenseException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NonsenseException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** The reason, safe to log. */
        String reason() {
            return reason;
        }
    }
}
