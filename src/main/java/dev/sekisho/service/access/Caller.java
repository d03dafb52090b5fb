// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import java.security.Principal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of a request. The container is queried at each use, because the request itself may sign the user in.
 *
 * @param principal the user; null before the sign-in
 * @param roles tests whether the user has a role
 * @param address the address of the client
 */
public record Caller(Supplier<@Nullable Principal> principal, Predicate<String> roles, String address) {
    Optional<String> user() {
        return Optional.ofNullable(principal.get()).map(Principal::getName);
    }
}
