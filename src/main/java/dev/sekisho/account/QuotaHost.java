// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

/**
 * The quota-status service of a mail host.
 *
 * <p>{@link #name} is the mail host's key; {@link #address} a literal IP address or a host name, as the operator wrote
 * it; {@link #port} 1 to 65535.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record QuotaHost(String name, String address, int port, MailHostState state) {}
