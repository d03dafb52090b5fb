// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Networks that a login may come from, or may not: addresses and networks of IPv4 and IPv6, as {@link IpNetwork} reads
 * them.
 *
 * <p>The text is {@code 192.0.2.0/24, 2001:db8::/32, 198.51.100.7}, or {@code any}, or {@code none}.
 */
@ThreadSafe
public final class NetworkList {
    public static final NetworkList ANY = new NetworkList("any", List.of());
    public static final NetworkList NONE = new NetworkList("none", List.of());

    /** The columns' size. */
    public static final int MAX_CHARACTERS = 1_000;

    /** Texts whose parsed form is kept: more than an installation has. Beyond it all are dropped and parsed again. */
    private static final int MAX_KNOWN = 10_000;

    private static final Map<String, NetworkList> KNOWN = new ConcurrentHashMap<>();

    private final String text;
    private final List<IpNetwork> networks;

    private NetworkList(String text, List<IpNetwork> networks) {
        this.text = text;
        this.networks = networks;
    }

    /**
     * The networks of a text.
     *
     * @throws IllegalArgumentException if the text is not such a list; the message says why
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
            throw tooLong();
        }
        String stripped = text.strip();
        if (stripped.equals("any")) {
            return ANY;
        }
        if (stripped.equals("none")) {
            return NONE;
        }
        List<IpNetwork> networks = new ArrayList<>();
        for (String each : stripped.split(",", -1)) {
            networks.add(IpNetwork.parse(each));
        }
        return of(networks);
    }

    private static NetworkList of(List<IpNetwork> networks) {
        String text = networks.stream().map(IpNetwork::toString).collect(Collectors.joining(", "));
        if (text.length() > MAX_CHARACTERS) {
            throw tooLong();
        }
        return new NetworkList(text, List.copyOf(networks));
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("must not have more than " + MAX_CHARACTERS + " characters");
    }

    /**
     * Whether {@code address} is in one of the networks.
     *
     * @throws IllegalArgumentException if it matters and {@code address} is not a literal IP address
     */
    public boolean contains(String address) {
        if (networks.isEmpty()) {
            return this == ANY;
        }
        IpNetwork client = IpNetwork.address(address)
                .orElseThrow(() -> new IllegalArgumentException("the client's address is not an IP address"));
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    /** The canonical form of the text. */
    @Override
    public String toString() {
        return text;
    }
}
