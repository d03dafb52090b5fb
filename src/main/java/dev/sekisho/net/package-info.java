// SPDX-License-Identifier: Apache-2.0
/**
 * IP addresses, networks, host and port pairs, and host names: one parser for each.
 *
 * <p>Text from outside is parsed by {@link dev.sekisho.net.IpLiteral} and never looked up in DNS. Host names that an
 * operator configured are resolved in the background by {@link dev.sekisho.net.AddressResolver}; a caller never waits.
 *
 * <p>SECURITY: every text may be hostile; what does not parse is refused with a message that says why.
 *
 * <p>DIAGNOSTICS: SKS0104W, SKS0105I and SKS0106W for host names that cannot be resolved.
 *
 * <p>BUGS: IPv6 zones are not supported.
 *
 * <p>SEE ALSO: RFC 4291, 2.2 and 2.5.5.2; RFC 4632.
 */
@NullMarked
package dev.sekisho.net;

import org.jspecify.annotations.NullMarked;
