// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.writebehind.StoredKey;
import java.util.Optional;

/**
 * A mail address in its canonical form, in which the directory stores and compares it.
 *
 * <p>ASCII letters are in lower case; other characters keep their case, because only the mail host may interpret an
 * SMTPUTF8 local part (RFC 6531 3.3). The domain begins after the last {@code @}. Neither part is empty, except for a
 * whole domain, {@code @example.org}, whose {@link #local} is empty. At most 320 characters (the size of the columns,
 * RFC 5321 4.5.3.1), the domain at most 255. No control characters, no unpaired surrogates, no blanks at the ends or in
 * the domain. Parsing removes one dot after the domain: {@code example.org.} is the same domain, and Postfix delivers
 * to it (trivial-rewrite(8)).
 */
@Immutable
public record Address(String local, String domain) {
    private static final int MAX_CHARACTERS = 320;
    private static final int MAX_DOMAIN_CHARACTERS = 255;

    /**
     * Parses an address with ASCII letters in any case, with or without a dot after the domain; empty if it is not an
     * address, or a whole domain.
     */
    public static Optional<Address> parse(String text) {
        return parseAny(text).filter(address -> !address.isWholeDomain());
    }

    /** Like {@link #parse}, but accepts whole domains too, as in aliases and their targets. */
    public static Optional<Address> parseAny(String written) {
        String text = withoutFinalDot(written);
        int at = text.lastIndexOf('@');
        if (at < 0
                || text.length() > MAX_CHARACTERS
                || text.length() - at - 1 > MAX_DOMAIN_CHARACTERS
                || at == text.length() - 1
                || !isWellFormed(text, at)) {
            return Optional.empty();
        }
        String lower = lowerCase(text);
        return Optional.of(new Address(lower.substring(0, at), lower.substring(at + 1)));
    }

    /**
     * The canonical form of an address or login: ASCII letters in lower case, no dot after the domain. Returns
     * {@code text} itself if it is canonical. A text without {@code @} keeps its dot.
     */
    public static String canonical(String text) {
        return lowerCase(withoutFinalDot(text));
    }

    /** The canonical form of a domain name; {@code name} itself if it is canonical. */
    public static String canonicalDomain(String name) {
        boolean dot = name.length() > 1 && name.charAt(name.length() - 1) == '.';
        return lowerCase(dot ? name.substring(0, name.length() - 1) : name);
    }

    /** Removes one dot after the domain, as Postfix does; two are an error and stay. */
    private static String withoutFinalDot(String text) {
        int last = text.length() - 1;
        boolean dot = last > 1 && text.charAt(last) == '.' && text.charAt(last - 1) != '@' && text.indexOf('@') >= 0;
        return dot ? text.substring(0, last) : text;
    }

    /** Whether {@code name} is the canonical form of a domain. */
    public static boolean isDomain(String name) {
        return parseAny('@' + name)
                .filter(address -> address.isWholeDomain() && address.domain.equals(name))
                .isPresent();
    }

    private static boolean isWellFormed(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            boolean blankPermitted = c == ' ' && i > 0 && i < at - 1;
            if (Character.isISOControl(c) || (blank && !blankPermitted)) {
                return false;
            }
        }
        return StoredKey.isWhole(text);
    }

    /** Converts ASCII letters to lower case; returns {@code text} itself if there is none in upper case. */
    public static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                char[] characters = text.toCharArray();
                for (int j = i; j < characters.length; j++) {
                    if (isUpper(characters[j])) {
                        characters[j] = (char) (characters[j] + ('a' - 'A'));
                    }
                }
                return new String(characters);
            }
        }
        return text;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Whether this represents every address of its domain. */
    public boolean isWholeDomain() {
        return local.isEmpty();
    }

    /**
     * The address without its extension; empty if it has none. The extension begins at the first delimiter, except at
     * the start, where nothing would be left.
     *
     * @param delimiters a set of characters, as Postfix's {@code recipient_delimiter}; empty for none
     */
    public Optional<Address> withoutExtension(String delimiters) {
        for (int i = 1; i < local.length(); i++) {
            if (delimiters.indexOf(local.charAt(i)) >= 0) {
                return Optional.of(new Address(local.substring(0, i), domain));
            }
        }
        return Optional.empty();
    }

    /** The text form: local part, {@code @}, domain. */
    @Override
    public String toString() {
        return local + '@' + domain;
    }
}
