// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

/**
 * The mail host that an account's logins are sent to.
 *
 * <p>{@link #name} is its key; {@link #address} a literal IP address or a host name, as the operator wrote it; ports 1
 * to 65535.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record LoginHost(String name, String address, int imapPort, int pop3Port, int smtpPort, MailHostState state) {}
