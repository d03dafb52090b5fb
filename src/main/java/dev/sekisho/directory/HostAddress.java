// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

/**
 * One address of a mail host: a literal IP address or a host name, and what the operator says of it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public record HostAddress(String address, MailHostState state) {}
