// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values by network: an address has the value of the smallest network that contains it. */
@ThreadSafe
public final class NetworkMap<V> {
    private record Row<V>(IpNetwork network, V value) {}

    private final List<Row<V>> rows;
    private final @Nullable V allAddresses;

    private NetworkMap(List<Row<V>> rows) {
        this.rows = rows;
        this.allAddresses = allAddresses(rows);
    }

    /** The value of {@code 0.0.0.0/0}, else of {@code ::/0}. */
    private static <V> @Nullable V allAddresses(List<Row<V>> rows) {
        V found = null;
        for (Row<V> row : rows) {
            if (row.network.bits() == 0 && (found == null || row.network.isIpv4())) {
                found = row.value;
            }
        }
        return found;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The value for an address; null for none. A text that is not an address (Postfix sends {@code unknown} or an empty
     * one) has the value of {@code 0.0.0.0/0}, or else of {@code ::/0}.
     */
    @Nullable
    public V find(String address) {
        if (rows.isEmpty()) {
            return null;
        }
        Optional<IpNetwork> client = IpNetwork.address(address);
        if (client.isEmpty()) {
            return allAddresses;
        }
        for (Row<V> row : rows) {
            if (row.network.contains(client.get())) {
                return row.value;
            }
        }
        return null;
    }

    /** Builds a map; not thread-safe. */
    public static final class Builder<V> {
        private final List<Row<V>> rows = new ArrayList<>();

        /**
         * Adds the value of a network.
         *
         * @throws IllegalArgumentException if {@code network} is not a network
         */
        public void add(String network, V value) {
            rows.add(new Row<>(IpNetwork.parse(network), value));
        }

        public NetworkMap<V> build() {
            List<Row<V>> sorted = new ArrayList<>(rows);
            sorted.sort(Comparator.comparingInt((Row<V> row) -> row.network().bits())
                    .reversed());
            return new NetworkMap<>(List.copyOf(sorted));
        }
    }
}
