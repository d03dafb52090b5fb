// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.Immutable;

/** One address of a mail host: a literal IP address or a host name, and the state that the operator sets. */
@Immutable
public record HostAddress(String address, MailHostState state) {}
