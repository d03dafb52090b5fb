// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directive of nginx, or a setting or section of Dovecot: its words, and the content of its braces.
 *
 * <p>Mutable: the readers add children while they read the file.
 */
record Block(List<String> words, Place place, List<Block> children, boolean isSection) {
    static Block of(List<String> words, Place place) {
        return new Block(List.copyOf(words), place, new ArrayList<>(), false);
    }

    /** A block with braces, which may be empty. */
    static Block section(List<String> words, Place place) {
        return new Block(List.copyOf(words), place, new ArrayList<>(), true);
    }

    /** A list of names: a value, or in Dovecot 2.4 a section of {@code name = yes}. */
    String enabled() {
        return isSection
                ? String.join(
                        " ",
                        children.stream()
                                .filter(each -> each.argument().equals("yes"))
                                .map(Block::name)
                                .toList())
                : argument();
    }

    String name() {
        return words.isEmpty() ? "" : words.get(0);
    }

    /** The words after the name. */
    List<String> arguments() {
        return words.subList(Math.min(1, words.size()), words.size());
    }

    String argument() {
        return String.join(" ", arguments());
    }

    Stream<Block> named(String name) {
        return children.stream().filter(each -> each.name().equals(name));
    }

    /** The last child of that name, which is the effective one in Dovecot; nginx permits only one. */
    Optional<Block> child(String name) {
        return named(name).reduce((first, second) -> second);
    }

    /** All descendants of that name. */
    Stream<Block> below(String name) {
        return children.stream()
                .flatMap(each ->
                        Stream.concat(each.name().equals(name) ? Stream.of(each) : Stream.empty(), each.below(name)));
    }
}
