// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.writebehind.StoredKey;
import java.util.Optional;

/**
 * A mail address in the one form in which the directory keeps and compares it.
 *
 * <p>ASCII letters are in lower case; other characters keep their case, since the mapping of an SMTPUTF8 local part is
 * its host's own affair (RFC 6531 3.3). The domain begins behind the last {@code @}; neither part is empty, but that a
 * whole domain, {@code @example.org}, has an empty {@link #local}. At most 320 characters (the columns' bound, RFC 5321
 * 4.5.3.1), the domain at most 255. No control characters, no half of a surrogate pair, no blank at the ends or in the
 * domain. One dot behind the domain is dropped when a text is read: {@code example.org.} is the same domain, and
 * Postfix delivers to it (trivial-rewrite(8)).
 */
@Immutable
public record Address(String local, String domain) {
    private static final int MAX_CHARACTERS = 320;
    private static final int MAX_DOMAIN_CHARACTERS = 255;

    /**
     * The address that {@code text} is, in any case of its ASCII letters, with or without a dot behind the domain;
     * empty if it is none, or a whole domain.
     */
    public static Optional<Address> parse(String text) {
        return parseAny(text).filter(address -> !address.isWholeDomain());
    }

    /** The same as {@link #parse}, and whole domains too: the addresses that aliases are for and lead to. */
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
     * The canonical form of a text that is an address or a login: ASCII letters in lower case, no dot behind the
     * domain. {@code text} itself where there is nothing to do. A text that is no address keeps its dot.
     */
    public static String canonical(String text) {
        return lowerCase(withoutFinalDot(text));
    }

    /** The canonical form of a domain's name; {@code name} itself where there is nothing to do. */
    public static String canonicalDomain(String name) {
        boolean dot = name.length() > 1 && name.charAt(name.length() - 1) == '.';
        return lowerCase(dot ? name.substring(0, name.length() - 1) : name);
    }

    /** Without one dot behind the domain, as Postfix resolves it; two are a mistake, and stay one. */
    private static String withoutFinalDot(String text) {
        int last = text.length() - 1;
        boolean dot = last > 1 && text.charAt(last) == '.' && text.charAt(last - 1) != '@' && text.indexOf('@') >= 0;
        return dot ? text.substring(0, last) : text;
    }

    /** Whether {@code name} can stand behind the {@code @}, in the canonical form. */
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

    /** {@code text} with its ASCII letters in lower case; {@code text} itself where there is nothing to do. */
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

    /** Whether this stands for every address of its domain. */
    public boolean isWholeDomain() {
        return local.isEmpty();
    }

    /**
     * The address without its extension; empty if it has none. The extension begins at the first of the delimiters, but
     * not at the very start, where it would leave nobody.
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
