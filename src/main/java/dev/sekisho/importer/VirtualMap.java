// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Postfix's {@code virtual_alias_maps} as a text file, virtual(5): {@code user@example.org target, target},
 * {@code @example.org target}, and {@code example.org anything}, which only names a domain. Lists of domains
 * ({@code virtual_mailbox_domains}) have the last shape too.
 *
 * <p>Such files often contain entries of other files: commands, files and {@code name:} of aliases(5), mailbox paths of
 * {@code virtual_mailbox_maps}, regular expressions. These are not aliases; each is reported.
 */
@ThreadSafe
public final class VirtualMap {
    private static final String INCLUDE = ":include:";

    private VirtualMap() {}

    /**
     * Reads the file.
     *
     * @param domain the domain of addresses without one, as {@code $myorigin}; empty to skip them
     */
    public static ImportData read(TextFile file, Optional<String> domain) {
        ImportData importData = ImportData.of(file);
        file.continuedLines().forEach(line -> entry("line " + line.number(), line.text(), domain, importData));
        return importData;
    }

    private static void entry(String place, String line, Optional<String> domain, ImportData importData) {
        String[] parts = line.split("\\s+", 2);
        String left = parts[0];
        String shown = place + " " + left;
        if (left.endsWith(":")) {
            importData.skip(shown, "ends with a colon: this looks like an aliases file, aliases(5)");
            return;
        }
        if (left.startsWith("/")) {
            importData.skip(shown, "is a regular expression");
            return;
        }
        if (!left.contains("@") && left.contains(".")) {
            importData.domain(shown, left);
        } else if (parts.length < 2) {
            importData.skip(shown, left.indexOf(';') >= 0 ? "is separated by semicolons" : "has no target");
        } else if (!left.contains("@") && domain.isEmpty()) {
            importData.skip(shown, "has no domain (--domain)");
        } else {
            importData.alias(shown, whole(left, domain), targets(shown, parts[1], domain, importData));
        }
    }

    /** The targets that may be addresses; reports others. */
    private static List<String> targets(String shown, String right, Optional<String> domain, ImportData importData) {
        List<String> targets = new ArrayList<>();
        for (String piece : pieces(right, c -> c == ',')) {
            String bare = bare(piece);
            if (bare.startsWith("|")) {
                // The arguments of a command are not addresses either.
                importData.skip(shown, "has a command as target, which a virtual alias cannot run: " + piece);
                continue;
            }
            for (String word : pieces(piece, Character::isWhitespace)) {
                Optional<String> other = isNoAddress(bare(word));
                other.ifPresent(reason -> importData.skip(shown, reason + ": " + word));
                if (other.isEmpty()) {
                    targets.add(whole(word, domain));
                }
            }
        }
        return targets;
    }

    private static Optional<String> isNoAddress(String word) {
        if (word.startsWith("|")) {
            return Optional.of("has a command as target, which a virtual alias cannot run");
        }
        if (word.startsWith(INCLUDE)) {
            return Optional.of("has a list in a file as target");
        }
        if (word.contains("@")) {
            return Optional.empty(); // an address may contain slashes, as in X.400
        }
        if (word.endsWith("/")) {
            return Optional.of(
                    "has a mailbox as target: this looks like virtual_mailbox_maps, whose entries are not aliases");
        }
        return word.indexOf('/') >= 0 ? Optional.of("has a file as target") : Optional.empty();
    }

    private static String bare(String word) {
        return word.length() > 1 && word.startsWith("\"") ? word.substring(1) : word;
    }

    /** The pieces between separators outside of quotes. */
    private static List<String> pieces(String text, Predicate<Character> separates) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && (i == 0 || text.charAt(i - 1) != '\\');
            if (!quoted && separates.test(c)) {
                pieces.add(piece.toString().strip());
                piece.setLength(0);
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString().strip());
        pieces.removeIf(String::isEmpty);
        return pieces;
    }

    private static String whole(String address, Optional<String> domain) {
        return address.contains("@") || domain.isEmpty() ? address : address + '@' + domain.get();
    }
}
