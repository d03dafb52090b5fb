// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.List;

/**
 * The stage of an SMTP session at which Postfix sends a request.
 *
 * <p>The names are the values of {@code protocol_state}. A missing or unknown stage ({@code XCLIENT}, or one of a later
 * Postfix) is {@link #OTHER}, so that new stages do not break the policy service.
 *
 * <p>Source: SMTPD_POLICY_README, "Policy client/server protocol".
 */
public enum ProtocolState {
    /** A client has connected. */
    CONNECT("CONNECT"),
    /** {@code EHLO} was received. */
    EHLO("EHLO"),
    /** {@code HELO} was received. */
    HELO("HELO"),
    /** {@code MAIL FROM} was received. */
    MAIL("MAIL"),
    /** {@code RCPT TO} was received; the request has this recipient. */
    RCPT("RCPT"),
    /** {@code DATA} was received; the request has the number of recipients. */
    DATA("DATA"),
    /** The whole message was received: its actual size is known, and it can still be rejected. */
    END_OF_MESSAGE("END-OF-MESSAGE"),
    /** {@code VRFY} was received. */
    VRFY("VRFY"),
    /** {@code ETRN} was received. */
    ETRN("ETRN"),
    /** Any other stage, or none. */
    OTHER("OTHER");

    private static final List<ProtocolState> ALL = List.of(values());

    private final String wireName;

    ProtocolState(String wireName) {
        this.wireName = wireName;
    }

    /** The state whose name is in {@code bytes} from {@code start} to {@code end}. */
    static ProtocolState of(byte[] bytes, int start, int end) {
        for (int i = 0; i < ALL.size(); i++) {
            ProtocolState state = ALL.get(i);
            if (PolicyAttribute.matches(state.wireName, bytes, start, end)) {
                return state;
            }
        }
        return OTHER;
    }

    /** The value of {@code protocol_state} in a request; {@code OTHER} is never on the wire. */
    public String wireName() {
        return wireName;
    }
}
