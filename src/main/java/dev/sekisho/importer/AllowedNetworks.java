// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Dovecot's {@code allow_nets} in Sekisho's words. Dovecot masks what stands behind a prefix, logs an entry that is no
 * network and goes on, and lets no address in that no entry has: so an empty list lets none in. What cannot be
 * expressed is left out, which makes the list shorter, so it is stricter and never more open; each such entry is told.
 *
 * @param text what {@code permissions.networks} is to be, {@code none} if nothing is left
 * @param told what was left out or written in another way
 */
@ThreadSafe
public record AllowedNetworks(String text, List<String> told) {
    private static final String NONE = "none";
    private static final String ANY = "any";

    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    /** Where the IPv4 address begins in an IPv6 address that is mapped (RFC 4291 2.5.5.2), in bits. */
    private static final int MAPPED_BITS = 96;

    static AllowedNetworks of(String allowNets) {
        return of("allow_nets", allowNets);
    }

    /** The same of another field that means as much. */
    static AllowedNetworks of(String field, String value) {
        Set<String> networks = new LinkedHashSet<>();
        List<String> told = new ArrayList<>();
        for (String each : value.split("[,\\s]+", -1)) {
            if (each.equals("local")) {
                // Dovecot's own socket, whose clients have no address.
                told.add(field + " has local, which is no network: it is left out");
            } else if (!each.isEmpty()) {
                Optional<String> network = network(each);
                network.ifPresent(networks::add);
                if (network.isEmpty()) {
                    told.add(field + " has " + each + ", which is no network: it is left out");
                } else if (!each.equalsIgnoreCase(network.get())) {
                    told.add(field + " has " + each + ": it is carried over as " + network.get());
                }
            }
        }
        String text = text(field, networks, told);
        if (text.equals(NONE)) {
            told.add(field + " leaves no network: no login is permitted (permissions.networks is none)");
        }
        return new AllowedNetworks(text, List.copyOf(told));
    }

    /** As many as Sekisho's column takes. */
    private static String text(String field, Set<String> networks, List<String> told) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        for (String each : networks) {
            if (text.length() + 2 + each.length() > dev.sekisho.net.NetworkList.MAX_CHARACTERS) {
                left++;
            } else {
                text.append(text.isEmpty() ? "" : ", ").append(each);
            }
        }
        if (left > 0) {
            told.add(field + " has " + left + " networks more than Sekisho takes: they are left out");
        }
        return text.isEmpty() ? NONE : text.toString();
    }

    private static Optional<String> network(String entry) {
        int slash = entry.indexOf('/');
        Optional<byte[]> address = bytes(slash < 0 ? entry : entry.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = address.get();
        int most = bytes.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(entry).filter(AllowedNetworks::isKnown);
        }
        String bits = entry.substring(slash + 1);
        if (!BITS.matcher(bits).matches()) {
            return Optional.empty();
        }
        // ::ffff:192.0.2.0/120 is 192.0.2.0/24: Java has made four bytes of it already.
        boolean mapped = bytes.length == 4 && entry.indexOf(':') >= 0;
        int prefix = Integer.parseInt(bits) - (mapped ? MAPPED_BITS : 0);
        if (prefix < 0 || prefix > most) {
            return Optional.empty();
        }
        byte[] masked = masked(bytes, prefix);
        boolean asItIs = !mapped && Arrays.equals(masked, bytes);
        return Optional.of((asItIs ? entry.substring(0, slash) : shown(masked)) + "/" + prefix)
                .filter(AllowedNetworks::isKnown);
    }

    private static boolean isKnown(String network) {
        try {
            dev.sekisho.net.NetworkList.parse(network);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The networks that are in both lists, each as {@code permissions.networks} has it.
     *
     * @return the word "none" if there are none in both
     */
    public static String inBoth(String one, String other) {
        if (one.strip().equals(ANY) || other.strip().equals(ANY)) {
            return one.strip().equals(ANY) ? other.strip() : one.strip();
        }
        Set<String> both = new LinkedHashSet<>();
        for (String a : one.split(",", -1)) {
            for (String b : other.split(",", -1)) {
                Optional<Prefix> left = Prefix.of(a.strip());
                Optional<Prefix> right = Prefix.of(b.strip());
                if (left.isPresent() && right.isPresent()) {
                    if (left.get().contains(right.get())) {
                        both.add(b.strip());
                    } else if (right.get().contains(left.get())) {
                        both.add(a.strip());
                    }
                }
            }
        }
        return text("", both, new ArrayList<>());
    }

    /** A network: the first bits of an address. Confined to one thread. */
    private static final class Prefix {
        private final byte[] address;
        private final int bits;

        Prefix(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        static Optional<Prefix> of(String text) {
            int slash = text.indexOf('/');
            return bytes(slash < 0 ? text : text.substring(0, slash))
                    .map(address -> new Prefix(
                            address,
                            slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1))));
        }

        boolean contains(Prefix other) {
            return other.address.length == address.length
                    && other.bits >= bits
                    && Arrays.equals(masked(other.address, bits), masked(address, bits));
        }
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
        }
        return masked;
    }

    /** The bytes of a literal address; a name is never looked up. */
    private static Optional<byte[]> bytes(String text) {
        return IpLiteral.bytes(text);
    }

    private static String shown(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
