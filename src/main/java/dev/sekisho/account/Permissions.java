// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

/**
 * What an account may log in with and to: the methods {@code plain} (PLAIN and LOGIN), {@code cram-md5}, {@code apop},
 * and the protocols {@code imap}, {@code pop3}, {@code smtp}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record Permissions(boolean plain, boolean cramMd5, boolean apop, boolean imap, boolean pop3, boolean smtp) {}
