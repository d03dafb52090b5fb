// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.NetworkList;

/**
 * What an account may log in with and to, from where, as it holds for it: the nearest of account, domain and
 * installation.
 *
 * <p>Methods {@code plain} (PLAIN and LOGIN), {@code cram-md5}, {@code apop}; protocols {@code imap}, {@code pop3},
 * {@code smtp}; whether TLS is required; the networks permitted and send-blocked, as text that {@link NetworkList}
 * reads.
 */
@Immutable
public record Permissions(
        boolean plain,
        boolean cramMd5,
        boolean apop,
        boolean imap,
        boolean pop3,
        boolean smtp,
        boolean requireTls,
        String networks,
        String blockedNetworks) {
    /** With or without TLS, from anywhere. */
    public Permissions(boolean plain, boolean cramMd5, boolean apop, boolean imap, boolean pop3, boolean smtp) {
        this(plain, cramMd5, apop, imap, pop3, smtp, false, NetworkList.ANY.toString(), NetworkList.NONE.toString());
    }
}
