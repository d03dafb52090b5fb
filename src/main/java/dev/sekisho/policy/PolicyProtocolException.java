// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

/**
 * The peer does not speak the policy delegation protocol: the connection is closed without an answer.
 *
 * <p>The message names the rule that was broken and holds nothing of what the peer sent, so it is safe to log. There is
 * no stack trace: a hostile peer causes these at will, and the place in the decoder tells nothing.
 */
public final class PolicyProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyProtocolException(String reason) {
        super(reason, null, false, false);
    }
}
