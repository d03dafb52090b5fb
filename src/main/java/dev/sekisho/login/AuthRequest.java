// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
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
 * @param tls whether the client speaks TLS with nginx
 * @param recipient the first recipient, for method {@code none}; empty if there is none that can be read
 */
@ThreadSafe
public record AuthRequest(
        AuthMethod method,
        AuthProtocol protocol,
        String user,
        Secret password,
        String salt,
        int loginAttempt,
        String clientIp,
        boolean tls,
        String recipient) {
    /** A login in the clear. */
    public AuthRequest(
            AuthMethod method,
            AuthProtocol protocol,
            String user,
            Secret password,
            String salt,
            int loginAttempt,
            String clientIp) {
        this(method, protocol, user, password, salt, loginAttempt, clientIp, false, "");
    }

    /** The domain that this is about: the recipient's without login, else the user's; empty if there is none. */
    public String domain() {
        String address = method == AuthMethod.NONE ? recipient : user;
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : Address.canonicalDomain(address.substring(at + 1));
    }
}
