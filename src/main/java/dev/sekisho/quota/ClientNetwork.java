// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of SMTP clients, as {@code 192.0.2.0/24}; a single address has all bits.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class ClientNetwork {
    /** Large senders try again from a neighbour: greylisting's usual widths. */
    private static final int NEIGHBOURS_V4 = 24;

    private static final int NEIGHBOURS_V6 = 64;

    /** A literal, or nearly: what is left is parsed and never looked up. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] address;
    private final int bits;

    private ClientNetwork(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** The network in {@code text}; empty if it is none. */
    static Optional<ClientNetwork> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int all = address.get().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new ClientNetwork(address.get(), all));
        }
        String width = text.substring(slash + 1);
        if (!width.matches("[0-9]{1,3}") || Integer.parseInt(width) > all) {
            return Optional.empty();
        }
        return Optional.of(new ClientNetwork(address.get(), Integer.parseInt(width)));
    }

    /** A name for the neighbourhood of a client; of something that is no address, the text itself. */
    static String neighbourhood(String client) {
        Optional<byte[]> literal = literal(client);
        if (literal.isEmpty()) {
            return client;
        }
        byte[] bytes = literal.get();
        int width = bytes.length == 4 ? NEIGHBOURS_V4 : NEIGHBOURS_V6;
        return HexFormat.of().formatHex(bytes, 0, width / Byte.SIZE);
    }

    boolean contains(String client) {
        Optional<byte[]> literal = literal(client);
        if (literal.isEmpty() || literal.get().length != address.length) {
            return false;
        }
        byte[] other = literal.get();
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<byte[]> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
