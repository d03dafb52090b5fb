// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendScope;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;

/**
 * A {@link SendScope} in memory.
 *
 * @param key key of its counter, which is never equal to an account
 * @param kind kind of the scope
 * @param limits limits that all mail of the scope shares
 * @param noLogin policy for mail without a login
 * @param nullSender policy for mail from the null sender
 */
@ThreadSafe
public record ScopeRule(
        String key,
        ScopeKind kind,
        SendLimits limits,
        UnauthenticatedPolicy noLogin,
        UnauthenticatedPolicy nullSender) {
    /** The key of a scope; it contains a slash, which domains and logins do not. */
    public static String key(ScopeKind kind, String subject) {
        return '@' + kind.word() + '/' + subject;
    }

    /** The network, envelope sender or policy context. */
    public String subject() {
        return key.substring(key.indexOf('/') + 1);
    }
}
