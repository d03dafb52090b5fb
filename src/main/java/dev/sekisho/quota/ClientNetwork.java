// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpLiteral;
import java.util.HexFormat;
import java.util.Optional;

/** A network of SMTP clients, such as {@code 192.0.2.0/24}; a single address has the full length. */
@ThreadSafe
public final class ClientNetwork {
    /** Large senders retry from a neighbouring address; these are the usual widths of greylisting. */
    private static final int NEIGHBOURS_V4 = 24;

    private static final int NEIGHBOURS_V6 = 64;

    private final byte[] address;
    private final int bits;

    private ClientNetwork(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads {@code text}; empty if it is not a network. */
    static Optional<ClientNetwork> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = IpLiteral.bytes(slash < 0 ? text : text.substring(0, slash));
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

    /** The name of the network of a client; empty for {@code unknown} and any other text that is not an address. */
    public static String neighbourhood(String client) {
        Optional<byte[]> literal = IpLiteral.bytes(client);
        if (literal.isEmpty()) {
            return "";
        }
        byte[] bytes = literal.get();
        int width = bytes.length == 4 ? NEIGHBOURS_V4 : NEIGHBOURS_V6;
        return HexFormat.of().formatHex(bytes, 0, width / Byte.SIZE);
    }

    /**
     * Whether a client belongs to this network. A client without an address ({@code unknown}, or empty) belongs only to
     * the network of all addresses.
     */
    boolean contains(String client) {
        Optional<byte[]> literal = IpLiteral.bytes(client);
        if (literal.isEmpty()) {
            return bits == 0;
        }
        if (literal.get().length != address.length) {
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
}
