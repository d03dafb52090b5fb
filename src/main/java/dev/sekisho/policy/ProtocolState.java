// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.List;

/**
 * The stage of an SMTP session at which Postfix asks.
 *
 * <p>The names are those of the attribute {@code protocol_state}. A stage that Sekisho does not know (Postfix also asks
 * at {@code XCLIENT}, and later versions may add more) and a missing one are {@link #OTHER}: new stages must not break
 * an old policy service.
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
    /** {@code RCPT TO} was received; the request names that one recipient. */
    RCPT("RCPT"),
    /** {@code DATA} was received; the recipients are counted. */
    DATA("DATA"),
    /** The whole message was received: its real size is known and it may still be refused. */
    END_OF_MESSAGE("END-OF-MESSAGE"),
    /** {@code VRFY} was received. */
    VRFY("VRFY"),
    /** {@code ETRN} was received. */
    ETRN("ETRN"),
    /** Any other stage, or none named. */
    OTHER("OTHER");

    private static final List<ProtocolState> ALL = List.of(values());

    private final String wireName;

    ProtocolState(String wireName) {
        this.wireName = wireName;
    }

    /** The state whose name stands in {@code bytes} from {@code start} to {@code end}. */
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
