// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.NetworkList;
import java.time.Instant;
import java.util.Optional;

/**
 * A new app password.
 *
 * @param networks networks from which it is valid; empty for all
 * @param expiresAt empty if it does not expire
 */
@ThreadSafe
public record AppPasswordRequest(
        String name,
        boolean imap,
        boolean pop3,
        boolean smtp,
        Optional<NetworkList> networks,
        Optional<Instant> expiresAt) {
    /** An app password for all protocols and networks, which does not expire. */
    public static AppPasswordRequest of(String name) {
        return new AppPasswordRequest(name, true, true, true, Optional.empty(), Optional.empty());
    }
}
