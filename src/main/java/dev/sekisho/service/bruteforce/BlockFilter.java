// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.service.InvalidFields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of blocks, unchecked; null for all.
 *
 * @param rule the name of a rule
 * @param address an address or a network; it also matches blocks of a network around it
 */
@Immutable
public record BlockFilter(
        @Nullable String rule,
        @Nullable String address,
        @Nullable String account) {
    /**
     * The network of {@link #address}; empty if it is not given.
     *
     * @throws InvalidFields if it is neither an address nor a network
     */
    public Optional<IpNetwork> network() {
        return Optional.ofNullable(address).map(text -> {
            try {
                return IpNetwork.parse(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidFields("address", String.valueOf(e.getMessage()));
            }
        });
    }
}
