// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import dev.sekisho.net.IpNetwork;
import java.util.Locale;

/** The kind of a scope of send limits. */
public enum ScopeKind {
    /** Clients in a network; the smallest network that contains a client applies. */
    NETWORK,
    /** An envelope sender, or all of a domain ({@code @example.org}). */
    SENDER,
    /** One value of Postfix's {@code policy_context}. */
    CONTEXT;

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static ScopeKind ofWord(String word) {
        for (ScopeKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("must be one of network, sender, context");
    }

    /**
     * The canonical form of a subject.
     *
     * @throws IllegalArgumentException if it is not a subject of this kind
     */
    public String subject(String text) {
        return switch (this) {
            case NETWORK -> IpNetwork.parse(text).toString();
            case SENDER -> sender(text);
            case CONTEXT -> context(text);
        };
    }

    private static String sender(String text) {
        boolean domain = text.startsWith("@") && Address.isDomain(Address.canonicalDomain(text.substring(1)));
        if (!domain && Address.parse(text).isEmpty()) {
            throw new IllegalArgumentException("must be an address, or @ and a domain");
        }
        return Address.canonical(text);
    }

    private static String context(String text) {
        if (text.isBlank() || text.length() > 100) {
            throw new IllegalArgumentException("must be a policy_context of 1 to 100 characters");
        }
        return text;
    }
}
