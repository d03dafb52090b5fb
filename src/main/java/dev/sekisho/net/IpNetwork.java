// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An IP network or a single address, {@code 192.0.2.0/24}, from a literal: names are never resolved.
 *
 * <p>This is the only reader of such texts. It refuses a network with bits behind its prefix: {@code 192.0.2.1/24} is a
 * typing error as often as it is a network. {@link #toString} is the canonical form (RFC 5952), which the database, the
 * API and the logs have. An IPv4-mapped IPv6 address or network is the IPv4 one.
 */
@ThreadSafe
public final class IpNetwork {
    /** A site has a /24 in IPv4, a customer a /56 in IPv6 (RFC 6177). */
    private static final int NETWORK_BITS_4 = 24;

    private static final int NETWORK_BITS_6 = 56;

    /**
     * One link, so one customer's machines at least: a host takes any of its 2^64 addresses as it likes (RFC 4291,
     * 2.5.4).
     */
    private static final int CLIENT_BITS_6 = 64;

    /** {@code ::ffff:0:0/96} holds the IPv4-mapped addresses (RFC 4291, 2.5.5.2). */
    private static final int MAPPED_BITS = 96;

    private static final String UNKNOWN_CLIENT = "unknown-address";

    private final byte[] address;
    private final int bits;

    /** @param address its bits behind the prefix do not count */
    private IpNetwork(byte[] address, int bits) {
        this.address = firstBits(address, bits);
        this.bits = bits;
    }

    /** A client's address; empty if {@code text} is none. */
    public static Optional<IpNetwork> address(String text) {
        return IpLiteral.bytes(text).map(bytes -> new IpNetwork(bytes, bytes.length * Byte.SIZE));
    }

    /**
     * An address or a network.
     *
     * @throws IllegalArgumentException if {@code text} is neither, or has bits behind its prefix; the message names the
     *     corrected form
     */
    public static IpNetwork parse(String text) {
        String stripped = text.strip();
        IpNetwork network = masked(stripped);
        String literal = stripped.split("/", 2)[0];
        if (!IpLiteral.bytes(literal)
                .filter(bytes -> Arrays.equals(bytes, network.address))
                .isPresent()) {
            throw new IllegalArgumentException(stripped + " has bits behind its prefix; write " + network);
        }
        return network;
    }

    /**
     * The network that another system means by a text: the bits behind the prefix do not count there, as in Dovecot's
     * {@code allow_nets}.
     *
     * @throws IllegalArgumentException if {@code text} is neither an address nor a network
     */
    public static IpNetwork masked(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        String literal = slash < 0 ? stripped : stripped.substring(0, slash);
        byte[] bytes = IpLiteral.bytes(literal)
                .orElseThrow(() -> new IllegalArgumentException(LogText.quoted(stripped)
                        + " is not an IP address or network; write it as 192.0.2.0/24 or 2001:db8::/32"));
        int all = bytes.length * Byte.SIZE;
        if (slash < 0) {
            return new IpNetwork(bytes, all);
        }
        int mapped = bytes.length == 4 && literal.indexOf(':') >= 0 ? MAPPED_BITS : 0;
        String length = stripped.substring(slash + 1);
        int bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) - mapped : -1;
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException(LogText.quoted(stripped) + " needs a prefix length of " + mapped + " to "
                    + (all + mapped) + " behind the slash");
        }
        return new IpNetwork(bytes, bits);
    }

    /** The same as {@link #parse}; empty if {@code text} is refused. */
    public static Optional<IpNetwork> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Networks separated by commas or blanks; empty for none.
     *
     * @throws IllegalArgumentException as {@link #parse} throws it
     */
    public static List<IpNetwork> parseAll(String text) {
        List<IpNetwork> all = new ArrayList<>();
        for (String each : text.strip().split("[,\\s]+", -1)) {
            if (!each.isEmpty()) {
                all.add(parse(each));
            }
        }
        return List.copyOf(all);
    }

    boolean isIpv4() {
        return address.length == 4;
    }

    int bits() {
        return bits;
    }

    /**
     * What counts as one client: an IPv4 address as it is, an IPv6 address with its /64.
     *
     * @return this if it is no longer than that already
     */
    public IpNetwork client() {
        return isIpv4() || bits <= CLIENT_BITS_6 ? this : new IpNetwork(address, CLIENT_BITS_6);
    }

    /** {@link #client} of a client's address as text; if it is not a literal address, one text for all such clients. */
    public static String clientOf(String address) {
        return address(address).map(found -> found.client().toString()).orElse(UNKNOWN_CLIENT);
    }

    /** The network that a client's address is counted with: a /24 of IPv4, a /56 of IPv6. */
    public IpNetwork network() {
        return widened(NETWORK_BITS_6);
    }

    /**
     * The network from which a large sender retries: a /24 of IPv4, a /64 of IPv6, greylisting's usual widths.
     *
     * @return its text; empty if {@code address} is not a literal address, such as Postfix's {@code unknown}
     */
    public static String neighbourhood(String address) {
        return address(address)
                .map(found -> found.widened(CLIENT_BITS_6).toString())
                .orElse("");
    }

    private IpNetwork widened(int bits6) {
        return new IpNetwork(address, Math.min(bits, isIpv4() ? NETWORK_BITS_4 : bits6));
    }

    public boolean contains(IpNetwork other) {
        if (other.address.length != address.length || other.bits < bits) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(address, 0, whole, other.address, 0, whole)
                && (rest == 0 || ((address[whole] ^ other.address[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
    }

    private static byte[] firstBits(byte[] address, int bits) {
        byte[] first = address.clone();
        for (int i = bits / Byte.SIZE; i < first.length; i++) {
            int kept = Math.max(0, bits - i * Byte.SIZE);
            first[i] &= (byte) (0xff00 >> kept);
        }
        return first;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpNetwork network && bits == network.bits && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    private String addressText() {
        return IpLiteral.text(address);
    }

    /** {@code 192.0.2.7}, or {@code 192.0.2.0/24}: the canonical form. */
    @Override
    public String toString() {
        return bits == address.length * Byte.SIZE ? addressText() : addressText() + "/" + bits;
    }
}
