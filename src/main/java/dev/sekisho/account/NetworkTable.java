// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by network: an address has that of the smallest network that holds it.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class NetworkTable<V> {
    private record Row<V>(Networks.Prefix prefix, V value) {}

    private final List<Row<V>> rows;

    private NetworkTable(List<Row<V>> rows) {
        this.rows = rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The value for an address; null for none, and for a text that is no literal address. */
    @Nullable
    V find(String address) {
        if (rows.isEmpty()) {
            return null;
        }
        Optional<byte[]> bytes = Networks.bytes(address);
        if (bytes.isPresent()) {
            for (Row<V> row : rows) {
                if (row.prefix.contains(bytes.get())) {
                    return row.value;
                }
            }
        }
        return null;
    }

    /**
     * The network of a text, as it is written back.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String subject(String text) {
        String stripped = Address.lowerCase(text.strip());
        Networks.prefix(stripped);
        return stripped;
    }

    /** Gathers rows. Confined to one thread. */
    static final class Builder<V> {
        private final List<Row<V>> rows = new ArrayList<>();

        /** @throws IllegalArgumentException if {@code network} is none */
        void add(String network, V value) {
            rows.add(new Row<>(Networks.prefix(network), value));
        }

        NetworkTable<V> build() {
            List<Row<V>> sorted = new ArrayList<>(rows);
            sorted.sort(
                    Comparator.comparingInt((Row<V> row) -> row.prefix().bits()).reversed());
            return new NetworkTable<>(List.copyOf(sorted));
        }
    }
}
