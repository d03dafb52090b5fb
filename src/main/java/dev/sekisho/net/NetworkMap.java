// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values by network: an address has that of the smallest network that holds it. */
@ThreadSafe
public final class NetworkMap<V> {
    private record Row<V>(IpNetwork network, V value) {}

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
     * The value for an address; null for none. A text that is no address ({@code unknown}, or empty, where Postfix has
     * none) is in no network but that of everybody, {@code 0.0.0.0/0}, or {@code ::/0} where only that has a value.
     */
    @Nullable
    public V find(String address) {
        if (rows.isEmpty()) {
            return null;
        }
        Optional<IpNetwork> client = IpNetwork.address(address);
        if (client.isEmpty()) {
            return everybody;
        }
        for (Row<V> row : rows) {
            if (row.network.contains(client.get())) {
                return row.value;
            }
        }
        return null;
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
