// SPDX-License-Identifier: Apache-2.0
/**
 * Brute-force protection: slows and blocks clients that guess passwords.
 *
 * <p>Counters are in a JCache, each a bounded list of <em>distinct</em> attempts in a sliding window: by address,
 * network (/24, /56), account with network, unknown users of an address, account, networks of an account, and accounts
 * of one password. A broken rule ({@link dev.sekisho.bruteforce.Rule}) blocks an address, a network or an account for
 * one network, or makes clients from unknown networks wait. A network with a recent successful login of the account has
 * a higher limit, which attacks from elsewhere cannot use up. No rule blocks an account as a whole, so an attacker
 * cannot block its owner. An IPv6 address counts with its /64 ({@link dev.sekisho.net.IpNetwork#client}).
 *
 * <p>Two services use it, with the same counters: logins of nginx and Dovecot's auth-policy client.
 *
 * <p>SECURITY: passwords are kept as 32 bits of an HMAC-SHA-256. A blocked login is answered before the check of its
 * password, so the answer does not reveal whether it was right. Logins that do not exist count like others, and the
 * wait after a failure has its own counter, so neither reveals which accounts exist.
 *
 * <p>DIAGNOSTICS: {@code rule=} and {@code would=} in the decision lines; SKS0801W when the counters do not answer
 * (logins then continue without brute-force protection) and SKS0802I when they do again; SKS0803W for known networks
 * that cannot be written, SKS0804I for the end of it; SKS0805W for exemptions that cannot be read, SKS0806I for the end
 * of it.
 *
 * <p>BUGS: after CRAM-MD5 and APOP the response differs with each challenge, so two equal wrong passwords cannot be
 * recognized: one in eight attempts counts as another. A response is an HMAC with the unknown password as its key over
 * a challenge that never repeats, so Sekisho has nothing to compare. Beyond {@code sekisho.bruteforce.entries} the
 * least used entries are removed: an attacker with more addresses than that is counted too low.
 *
 * <p>SEE ALSO: docs/operations.md, "Attackers".
 */
@NullMarked
package dev.sekisho.bruteforce;

import org.jspecify.annotations.NullMarked;
