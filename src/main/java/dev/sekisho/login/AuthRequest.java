// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.password.Secret;

/**
 * One decoded login of nginx.
 *
 * @param method how the client authenticated
 * @param protocol the protocol of the client
 * @param user the login as the client wrote it; untrusted, but without control characters; empty for method
 *     {@code none}
 * @param password the password, or the response to the challenge in hex
 * @param salt the challenge with its angle brackets; empty for plain
 * @param loginAttempt the number of the attempt on this connection, from 1
 * @param clientIp the address of the client, as nginx reports it
 * @param tls whether the client uses TLS with nginx
 * @param recipient the first recipient for method {@code none}; empty if it is missing or unreadable
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
    /** A login without TLS. */
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

    /**
     * The domain of the request: that of the recipient without login, else that of the user; empty if there is none.
     */
    public String domain() {
        String address = method == AuthMethod.NONE ? recipient : user;
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : Address.canonicalDomain(address.substring(at + 1));
    }
}
