// SPDX-License-Identifier: Apache-2.0
/**
 * IP addresses, networks, host and port pairs, and host names, with one parser for each.
 *
 * <p>{@link dev.sekisho.net.IpLiteral} parses text from outside and never queries DNS.
 * {@link dev.sekisho.net.AddressResolver} resolves configured host names in the background; a caller never waits.
 *
 * <p>SECURITY: Every text may be hostile. Invalid text is rejected with a message that has the reason.
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
