// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;
import java.util.Optional;

/**
 * A mail address of another system or a file. {@link Address} accepts what SMTP accepts. This parser also rejects text
 * that is most probably not an address, such as a line of a spreadsheet or a command: it would become an account that
 * no login matches.
 *
 * @param address empty if the text is not an address
 * @param reason reason for which it is not an address; empty if it is one
 */
@Immutable
record ForeignAddress(Optional<Address> address, String reason) {
    static final String NO_ADDRESS = "is not a mail address";

    /** Characters that a local part may contain in quotes only, RFC 5321 4.1.2. */
    private static final String SPECIALS = "@()<>[]:;\\,\"";

    /** Characters of a domain besides letters and digits; underscores occur in practice. */
    private static final String DOMAIN_CHARACTERS = ".-_";

    /** Parses an address, or a whole domain as {@code @example.org}. */
    static ForeignAddress of(String text) {
        String stripped = text.strip();
        // The dot of an absolute name, which Postfix removes when it resolves the address.
        String relative = stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
        if (hasInvisible(relative)) {
            return refused("contains an invisible character, such as a byte order mark");
        }
        Optional<Address> parsed = Address.parseAny(relative);
        if (parsed.isEmpty()) {
            return refused(NO_ADDRESS);
        }
        String local = parsed.get().local();
        if (local.startsWith("|")) {
            return refused("is a command");
        }
        if (!isDomain(parsed.get().domain()) || !(isQuoted(local) || isPlain(local))) {
            return refused(relative.indexOf(';') >= 0 ? NO_ADDRESS + ": it is separated by semicolons" : NO_ADDRESS);
        }
        return new ForeignAddress(parsed, "");
    }

    /** Parses an address; rejects a whole domain. */
    static ForeignAddress ofOne(String text) {
        ForeignAddress any = of(text);
        return any.address.filter(Address::isWholeDomain).isPresent() ? refused(NO_ADDRESS) : any;
    }

    private static ForeignAddress refused(String reason) {
        return new ForeignAddress(Optional.empty(), reason);
    }

    /**
     * Whether {@code text} contains format characters (U+FEFF, U+200B, directional marks …), code points that are not
     * characters, or U+FFFD, which marks a decoding error.
     */
    static boolean hasInvisible(String text) {
        return text.codePoints().anyMatch(c -> {
            int type = Character.getType(c);
            return type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED
                    || type == Character.PRIVATE_USE
                    || c == 0xfffd;
        });
    }

    private static boolean isQuoted(String local) {
        return local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
    }

    private static boolean isPlain(String local) {
        return local.chars().noneMatch(c -> SPECIALS.indexOf(c) >= 0);
    }

    private static boolean isDomain(String domain) {
        return domain.codePoints()
                .allMatch(c -> c > 0x7f || Character.isLetterOrDigit(c) || DOMAIN_CHARACTERS.indexOf(c) >= 0);
    }
}
