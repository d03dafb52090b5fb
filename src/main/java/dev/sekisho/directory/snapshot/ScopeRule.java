// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendScope;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;

/**
 * A {@link SendScope} as send limits has it in memory.
 *
 * @param key what its counter is kept under; no account has such a name
 * @param kind what it is for
 * @param limits what all mail of the scope shares
 * @param noLogin what becomes of mail without login
 * @param nullSender what becomes of mail from the null sender
 */
@ThreadSafe
public record ScopeRule(
        String key,
        ScopeKind kind,
        SendLimits limits,
        UnauthenticatedPolicy noLogin,
        UnauthenticatedPolicy nullSender) {
    /** The key of a scope; a domain, and so a login, has no slash. */
    public static String key(ScopeKind kind, String subject) {
        return '@' + kind.word() + '/' + subject;
    }
}
