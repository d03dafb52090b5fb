// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an account sent in a period.
 *
 * @param account the login, also if the directory does not have it
 * @param known whether the directory has it
 * @param permitted whether it may send: it is neither suspended nor send-blocked
 * @param refused refused requests: recipients at {@code RCPT}, messages later; a request that Postfix repeats is one
 * @param accepted accepted messages
 * @param recipients recipients of the accepted messages
 * @param networks number of client networks
 * @param domains number of distinct recipient domains, as far as Postfix sent recipients
 * @param incomplete whether there were more networks or domains than Sekisho keeps of an account
 * @param clientNetworks the client networks (/24 of IPv4, /56 of IPv6), the latest first
 * @param last time of its last request (RFC 3339, UTC)
 * @param release when all limits that apply to it have room again (RFC 3339, UTC); absent if they have
 */
@ThreadSafe
@JsonbPropertyOrder({
    "account",
    "known",
    "permitted",
    "refused",
    "accepted",
    "recipients",
    "networks",
    "domains",
    "incomplete",
    "clientNetworks",
    "last",
    "release"
})
@Schema(example = """
                {"account": "alice@example.org", "known": true, "permitted": true, "refused": 350, "accepted": 20, "recipients": 20, "networks": 3,
                 "domains": 41, "incomplete": false, "clientNetworks": ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"],
                 "last": "2026-03-01T10:02:00Z", "release": "2026-03-01T10:58:00Z"}""")
public record TopSenderBody(
        String account,
        boolean known,
        boolean permitted,
        long refused,
        long accepted,
        long recipients,
        int networks,
        int domains,
        boolean incomplete,
        List<String> clientNetworks,
        String last,
        @Nullable String release) {

    TopSenderBody with(boolean isKnown, boolean isPermitted, @Nullable String at) {
        return new TopSenderBody(
                account,
                isKnown,
                isPermitted,
                refused,
                accepted,
                recipients,
                networks,
                domains,
                incomplete,
                clientNetworks,
                last,
                at);
    }
}
