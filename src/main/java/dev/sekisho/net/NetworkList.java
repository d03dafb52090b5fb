// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Networks that a login may come from, or may not: addresses and prefixes of IPv4 and IPv6.
 *
 * <p>The text is {@code 192.0.2.0/24, 2001:db8::/32, 198.51.100.7}, or {@code any}, or {@code none}. An IPv4 address in
 * IPv6 clothes ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 */
@ThreadSafe
public final class NetworkList {
    public static final NetworkList ANY = new NetworkList("any", List.of());
    public static final NetworkList NONE = new NetworkList("none", List.of());

    /** The columns' size. */
    public static final int MAX_CHARACTERS = 1_000;

    /** Texts that are remembered parsed: more than an installation has; beyond it all are forgotten and read anew. */
    private static final int MAX_KNOWN = 10_000;

    private static final Map<String, NetworkList> KNOWN = new ConcurrentHashMap<>();

    /** The first {@code bits} bits of {@code address} are what counts. */
    static final class Prefix {
        private final byte[] address;
        private final int bits;

        Prefix(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        int bits() {
            return bits;
        }

        boolean isIpv4() {
            return address.length == 4;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int rest = bits % Byte.SIZE;
            return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
        }
    }

    private final String text;
    private final List<Prefix> prefixes;

    private NetworkList(String text, List<Prefix> prefixes) {
        this.text = text;
        this.prefixes = prefixes;
    }

    /**
     * The networks of a text.
     *
     * @throws IllegalArgumentException if the text is no such list; the message says why
     */
    public static NetworkList parse(String text) {
        NetworkList known = KNOWN.get(text);
        if (known == null) {
            known = read(text);
            if (KNOWN.size() >= MAX_KNOWN) {
                KNOWN.clear();
            }
            KNOWN.put(text, known);
        }
        return known;
    }

    private static NetworkList read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must not have more than " + MAX_CHARACTERS + " characters");
        }
        String stripped = text.strip();
        if (stripped.equals("any")) {
            return ANY;
        }
        if (stripped.equals("none")) {
            return NONE;
        }
        List<Prefix> prefixes = new ArrayList<>();
        for (String each : stripped.split(",", -1)) {
            prefixes.add(prefix(each.strip()));
        }
        return new NetworkList(stripped, List.copyOf(prefixes));
    }

    static Prefix prefix(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> refused(text));
        int most = address.length * Byte.SIZE;
        if (slash < 0) {
            return new Prefix(address, most);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            throw refused(text);
        }
        Prefix prefix = new Prefix(address, Integer.parseInt(bits));
        for (int bit = prefix.bits; bit < most; bit++) {
            if ((address[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) != 0) {
                // 192.0.2.1/24 is a typing error as often as it is a network.
                throw new IllegalArgumentException("\"" + text + "\" has bits behind its prefix");
            }
        }
        return prefix;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no IP address or prefix; right are 192.0.2.0/24, 2001:db8::/32, any, none");
    }

    /** The bytes of a literal address; never asks a name service. */
    static Optional<byte[]> bytes(String address) {
        return IpLiteral.bytes(address);
    }

    /**
     * Whether {@code address} is in one of the networks.
     *
     * @throws IllegalArgumentException if it matters and {@code address} is no literal IP address
     */
    public boolean contains(String address) {
        if (prefixes.isEmpty()) {
            return this == ANY;
        }
        byte[] bytes =
                bytes(address).orElseThrow(() -> new IllegalArgumentException("the client's address is no IP address"));
        return prefixes.stream().anyMatch(prefix -> prefix.contains(bytes));
    }

    @Override
    public String toString() {
        return text;
    }
}
