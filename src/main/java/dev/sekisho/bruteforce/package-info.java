// SPDX-License-Identifier: Apache-2.0
/**
 * Attackers at login: who guesses passwords, and what slows or stops him.
 *
 * <p>Counters in JCache, each a bounded list of <em>distinct</em> tries in a sliding window: by address, network (/24,
 * /56), account with network, unknown users of an address, account, networks of an account, and accounts of one
 * password. A rule ({@link dev.sekisho.bruteforce.Rule}) that is broken blocks an address, a network or an account for
 * one network, or makes strangers to an account wait. A network from which the account lately logged in well has a
 * higher limit, which guesses from elsewhere cannot use up, and no rule blocks an account as a whole, so no outsider
 * can lock an owner out. An IPv6 address counts with its /64 ({@link dev.sekisho.net.IpNetwork#client}).
 *
 * <p>Two services ask: nginx's and Dovecot's auth-policy client, which count in the same counters.
 *
 * <p>SECURITY: passwords are kept as 32 bits of an HMAC-SHA-256, never as themselves. A blocked login is answered
 * before its password is looked at, so the answer cannot tell whether it was right. Logins that do not exist count as
 * those that do, and the wait after a failure grows by a counter of its own, so neither tells which accounts exist.
 *
 * <p>DIAGNOSTICS: {@code rule=} and {@code would=} in the decision lines; SKS0801W when the counters cannot be used
 * (logins then go on without brute-force protection) and SKS0802I when they can again; SKS0803W for known networks that
 * cannot be written, SKS0804I for the end of it; SKS0805W for exemptions that cannot be read, SKS0806I for the end of
 * it.
 *
 * <p>BUGS: after CRAM-MD5 and APOP the response differs with each challenge, so whether two wrong passwords are the
 * same cannot be told: one in eight tries counts as another. Nothing that Sekisho knows helps: a response is an HMAC
 * under the very password that is not known, over a challenge that never comes again. Entries beyond
 * {@code sekisho.bruteforce.entries} push others out: an attacker with more addresses than that is counted too kindly.
 *
 * <p>SEE ALSO: docs/operations.md, "Attackers".
 */
@NullMarked
package dev.sekisho.bruteforce;

import org.jspecify.annotations.NullMarked;
