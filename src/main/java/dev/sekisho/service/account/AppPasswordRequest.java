// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.NetworkList;
import java.time.Instant;
import java.util.Optional;

/** An app password that is to be made. */
@ThreadSafe
public record AppPasswordRequest(
        String name,
        boolean permitImap,
        boolean permitPop3,
        boolean permitSmtp,
        Optional<NetworkList> networks,
        Optional<Instant> expiresAt) {
    /** One for all protocols and from everywhere, without an end. */
    public static AppPasswordRequest of(String name) {
        return new AppPasswordRequest(name, true, true, true, Optional.empty(), Optional.empty());
    }
}
