// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

/**
 * The peer violates the policy delegation protocol: the connection is closed without a reply.
 *
 * <p>The message names the violated rule and contains nothing that the peer sent, so it is safe to log. There is no
 * stack trace, because a hostile peer can cause any number of these exceptions.
 */
public final class PolicyProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyProtocolException(String reason) {
        super(reason, null, false, false);
    }
}
