// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values by network: an address has that of the smallest network that holds it. */
@ThreadSafe
public final class NetworkMap<V> {
    private record Row<V>(NetworkList.Prefix prefix, V value) {}

    private final List<Row<V>> rows;
    private final @Nullable V everybody;

    private NetworkMap(List<Row<V>> rows) {
        this.rows = rows;
        this.everybody = everybody(rows);
    }

    /** The value of the network that has all addresses: of IPv4, else of IPv6. */
    private static <V> @Nullable V everybody(List<Row<V>> rows) {
        V found = null;
        for (Row<V> row : rows) {
            if (row.prefix.bits() == 0 && (found == null || row.prefix.isIpv4())) {
                found = row.value;
            }
        }
        return found;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The value for an address; null for none. A text that is no address ({@code unknown}, or empty, where Postfix has
     * none) is in no network but that of everybody, {@code 0.0.0.0/0}, or {@code ::/0} where only that has a value.
     */
    @Nullable
    public V find(String address) {
        if (rows.isEmpty()) {
            return null;
        }
        Optional<byte[]> bytes = NetworkList.bytes(address);
        if (bytes.isEmpty()) {
            return everybody;
        }
        for (Row<V> row : rows) {
            if (row.prefix.contains(bytes.get())) {
                return row.value;
            }
        }
        return null;
    }

    /**
     * The network of a text, as it is written back.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String subject(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        NetworkList.prefix(stripped);
        return stripped;
    }

    /** Gathers rows. Confined to one thread. */
    public static final class Builder<V> {
        private final List<Row<V>> rows = new ArrayList<>();

        /**
         * Adds the value of a network.
         *
         * @throws IllegalArgumentException if {@code network} is not a network
         */
        public void add(String network, V value) {
            rows.add(new Row<>(NetworkList.prefix(network), value));
        }

        public NetworkMap<V> build() {
            List<Row<V>> sorted = new ArrayList<>(rows);
            sorted.sort(
                    Comparator.comparingInt((Row<V> row) -> row.prefix().bits()).reversed());
            return new NetworkMap<>(List.copyOf(sorted));
        }
    }
}
