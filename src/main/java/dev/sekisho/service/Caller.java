// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import java.security.Principal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of a request, as the container knows it at each moment: a request may sign its user in.
 *
 * @param principal the user; null before the sign-in
 * @param roles whether the user has a role
 * @param address the address of the client
 */
public record Caller(Supplier<@Nullable Principal> principal, Predicate<String> roles, String address) {
    Optional<String> user() {
        return Optional.ofNullable(principal.get()).map(Principal::getName);
    }
}
