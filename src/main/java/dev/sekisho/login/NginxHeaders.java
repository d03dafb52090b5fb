// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * How nginx writes a login into HTTP headers: bytes 0x00 to 0x20 and {@code %} as {@code %XX}, all others raw. That
 * holds for {@code Auth-User} and {@code Auth-Pass} alone; what the client said in SMTP is copied as it came.
 *
 * <p>So {@code +} is a plus, never a blank, and bytes from 0x80 arrive as they are; the container hands headers over as
 * ISO-8859-1, one char a byte. Source: ngx_mail_auth_http_escape; wire/nginx-imap-password-utf8.http.
 */
@ThreadSafe
final class NginxHeaders {
    /** Longest login in bytes: an address has 320 at most. */
    static final int USER_BYTES = 320;

    /** What the decoder puts in place of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private NginxHeaders() {}

    /**
     * A decoded login.
     *
     * @throws MalformedLoginException if it is too long, not UTF-8, or has control characters
     */
    static String user(String header) throws MalformedLoginException {
        byte[] bytes = unescape(header);
        if (bytes.length > USER_BYTES) {
            throw new MalformedLoginException("login too long");
        }
        String user;
        try {
            user = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedLoginException("login not UTF-8");
        }
        if (user.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedLoginException("control character in login");
        }
        return user;
    }

    /**
     * The address of {@code RCPT TO:<address> ...}, as nginx passes the client's command on; empty if there is none, or
     * it is too long or not UTF-8. nginx copies the command raw: a percent sign in it is the client's, and nothing is
     * decoded.
     */
    static String recipient(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        String command = new String(bytes, StandardCharsets.UTF_8);
        if (command.chars().anyMatch(c -> Character.isISOControl(c) || c == REPLACEMENT)) {
            return "";
        }
        int begin = command.indexOf('<');
        String path = begin < 0 ? bare(command) : bracketed(command, begin + 1);
        return path.length() > USER_BYTES ? "" : path;
    }

    /** Up to the {@code >} that no quotes hold (RFC 5321, 4.1.2), without a source route (RFC 5321, C). */
    private static String bracketed(String command, int begin) {
        boolean quoted = false;
        for (int i = begin; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                String path = command.substring(begin, i).strip();
                return path.startsWith("@") ? path.substring(path.indexOf(':') + 1) : path;
            }
        }
        return "";
    }

    /** Postfix takes an address without its brackets, too, unless {@code strict_rfc821_envelopes} is set. */
    private static String bare(String command) {
        int colon = command.indexOf(':');
        String path = command.substring(colon + 1).strip();
        int end = path.indexOf(' ');
        return colon < 0 ? "" : end < 0 ? path : path.substring(0, end);
    }

    /** A decoded password or response: any bytes. */
    static Secret password(String header) throws MalformedLoginException {
        return Secret.ofBytes(unescape(header));
    }

    /** Text as a header value of the answer: its UTF-8 bytes, one char a byte. */
    static String value(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether nginx would take {@code text} whole: it drops outer blanks, and a line end would begin another header.
     */
    static boolean isTransportable(String text) {
        return text.equals(text.strip()) && text.chars().noneMatch(Character::isISOControl);
    }

    /** RFC 3461, 4: xtext, which Postfix decodes in XCLIENT. */
    static String xtext(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int b = each & 0xff;
            if (b <= ' ' || b >= 0x7f || b == '+' || b == '=') {
                encoded.append('+').append(hex(b >> 4)).append(hex(b & 0xf));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble);
    }

    private static byte[] unescape(String header) throws MalformedLoginException {
        byte[] raw = header.getBytes(StandardCharsets.ISO_8859_1);
        if (header.indexOf('%') < 0) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
            } else {
                boolean whole = i + 2 < raw.length;
                int high = whole ? Character.digit(raw[i + 1], 16) : -1;
                int low = whole ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new MalformedLoginException("broken percent-encoding");
                }
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toByteArray();
    }
}
