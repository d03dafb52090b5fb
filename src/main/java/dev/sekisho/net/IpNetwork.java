// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An IP network or a single address, {@code 192.0.2.0/24}, from a literal: names are never resolved. */
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

    private IpNetwork(byte[] address, int bits) {
        this.address = masked(address, bits);
        this.bits = bits;
    }

    /** A client's address; empty if {@code text} is none. An IPv4-mapped IPv6 address is the IPv4 one. */
    public static Optional<IpNetwork> address(String text) {
        return IpLiteral.bytes(text).map(bytes -> new IpNetwork(bytes, bytes.length * Byte.SIZE));
    }

    /**
     * An address or a network.
     *
     * @throws IllegalArgumentException if {@code text} is neither
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String part = slash < 0 ? text : text.substring(0, slash);
        IpNetwork whole = address(part.strip())
                .orElseThrow(
                        () -> new IllegalArgumentException("must be an address or a network such as 192.0.2.0/24"));
        if (slash < 0) {
            return whole;
        }
        String length = text.substring(slash + 1).strip();
        int bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
        if (whole.address.length == 4 && part.indexOf(':') >= 0) {
            bits -= MAPPED_BITS;
        }
        if (bits < 0 || bits > whole.bits) {
            throw new IllegalArgumentException("must have a prefix length of 0 to " + whole.bits);
        }
        return new IpNetwork(whole.address, bits);
    }

    /** The same as {@link #parse}; empty if {@code text} is neither. */
    public static Optional<IpNetwork> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Networks separated by commas or blanks; empty for none. */
    public static List<IpNetwork> parseAll(String text) {
        List<IpNetwork> all = new ArrayList<>();
        for (String each : text.strip().split("[,\\s]+", -1)) {
            if (!each.isEmpty()) {
                all.add(parse(each));
            }
        }
        return List.copyOf(all);
    }

    /**
     * What counts as one client: an IPv4 address as it is, an IPv6 address with its /64. The one place that says so.
     *
     * @return this for whatever is no longer than that already
     */
    public IpNetwork client() {
        return address.length == 4 || bits <= CLIENT_BITS_6 ? this : new IpNetwork(address, CLIENT_BITS_6);
    }

    /** {@link #client} of a client's address as text; where it is no literal address, one text for all such clients. */
    public static String clientOf(String address) {
        return address(address).map(found -> found.client().toString()).orElse(UNKNOWN_CLIENT);
    }

    /** The network that a client's address is counted with. */
    public IpNetwork network() {
        return new IpNetwork(address, Math.min(bits, address.length == 4 ? NETWORK_BITS_4 : NETWORK_BITS_6));
    }

    public boolean contains(IpNetwork other) {
        return other.address.length == address.length
                && other.bits >= bits
                && Arrays.equals(address, masked(other.address, bits));
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - i * 8));
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpNetwork cidr && bits == cidr.bits && Arrays.equals(address, cidr.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    /** {@code 192.0.2.7}, or {@code 192.0.2.0/24}. */
    @Override
    public String toString() {
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return bits == address.length * 8 ? text : text + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes always
        }
    }
}
