// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.password.Secret;

/**
 * One login as nginx reports it, decoded.
 *
 * @param method how the client authenticated
 * @param protocol what it wants to speak
 * @param user the login as the client wrote it; hostile, but free of control characters; empty for method {@code none}
 * @param password the password, or the response to the challenge in hex
 * @param salt the challenge, angle brackets included; empty for plain
 * @param loginAttempt 1 for the first try on this connection
 * @param clientIp address of the client, as nginx says
 *     <p>Immutable and safe for use by any thread.
 */
record AuthRequest(
        AuthMethod method,
        AuthProtocol protocol,
        String user,
        Secret password,
        String salt,
        int loginAttempt,
        String clientIp) {}
