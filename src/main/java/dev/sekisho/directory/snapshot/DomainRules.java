// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import dev.sekisho.limit.SendLimits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of domains.
 *
 * @param limits the limits of accounts without own limits; null: those of the installation
 * @param pool the limits that all accounts share
 * @param unknown the result for an address without an account or alias
 * @param language the language of answers; null: that of the installation
 * @param mxHosts the destination of mail without a login; null: that of the settings
 */
@ThreadSafe
record DomainRules(
        @Nullable SendLimits limits,
        SendLimits pool,
        MailboxRoute unknown,
        @Nullable Language language,
        @Nullable String mxHosts) {
    /** A domain without settings of its own. */
    static final DomainRules INHERITING =
            new DomainRules(null, SendLimits.UNLIMITED, new MailboxRoute.UnknownRecipient(), null, null);

    /** Whether accounts are the same under both rules. */
    static boolean equalForAccounts(@Nullable DomainRules one, @Nullable DomainRules other) {
        DomainRules a = one == null ? INHERITING : one;
        DomainRules b = other == null ? INHERITING : other;
        return Objects.equals(a.limits, b.limits) && a.pool.equals(b.pool);
    }
}
