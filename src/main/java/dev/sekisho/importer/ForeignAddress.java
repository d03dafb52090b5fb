// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Address;
import java.util.Optional;

/**
 * A mail address as another system or a person wrote it. {@link Address} takes what SMTP takes; here a text that is
 * most probably no address, such as a whole line of a spreadsheet or a command, is refused with a reason, since it
 * would become an account that no login names.
 *
 * @param address empty if the text is no address
 * @param reason why it is none; empty if it is one
 */
@Immutable
record ForeignAddress(Optional<Address> address, String reason) {
    static final String NO_ADDRESS = "is no mail address";

    /** Characters that a local part has in quotes only, RFC 5321 4.1.2. */
    private static final String SPECIALS = "@()<>[]:;\\,\"";

    /** What a domain has besides letters and digits; the underscore is in the field. */
    private static final String DOMAIN_CHARACTERS = ".-_";

    /** An address of somebody, or a whole domain as {@code @example.org}. */
    static ForeignAddress of(String text) {
        String stripped = text.strip();
        // The dot of an absolute name: Postfix takes one away when it resolves.
        String relative = stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
        if (hasInvisible(relative)) {
            return refused("has an invisible character, such as a byte order mark");
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

    /** The same, but a whole domain is none. */
    static ForeignAddress ofOne(String text) {
        ForeignAddress any = of(text);
        return any.address.filter(Address::isWholeDomain).isPresent() ? refused(NO_ADDRESS) : any;
    }

    private static ForeignAddress refused(String reason) {
        return new ForeignAddress(Optional.empty(), reason);
    }

    /**
     * Format characters (U+FEFF, U+200B, those of direction …), what is no character, and U+FFFD, the mark of a wrong
     * decoding.
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
