// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.decision.JournalEntry;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.EffectivePermission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about the logins of an account.
 *
 * @param client the client that the caller is interested in; empty for none
 * @param logins the last successful logins, latest first
 * @param attempts decisions about its logins, latest first
 * @param blocks the blocks and waits that apply, by client; a network stands for its clients
 */
@ThreadSafe
record LoginFacts(
        Instant now,
        String client,
        AccountState state,
        List<EffectivePermission> permissions,
        Route route,
        List<RecentLogins.Login> logins,
        List<JournalEntry> attempts,
        Map<String, List<Block>> blocks) {
    /**
     * The mail host.
     *
     * @param down whether it, or each of its addresses, is set down
     * @param movingTo the mail host to which the mailbox moves; empty for none
     * @param silent the protocols that no address of the host answers
     */
    @ThreadSafe
    record Route(
            String host, boolean down, Optional<String> movingTo, Optional<Instant> movingSince, Set<String> silent) {}

    /** The permission of this name. */
    EffectivePermission permission(String name) {
        return permissions.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    boolean isPermitted(String name) {
        return permission(name).value().equals(true);
    }

    String text(String name) {
        return permission(name).value().toString();
    }

    Optional<Instant> lastLogin() {
        return logins.stream().map(RecentLogins.Login::last).findFirst();
    }
}
