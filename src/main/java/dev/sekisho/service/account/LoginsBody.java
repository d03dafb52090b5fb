// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.KnownNetwork;
import dev.sekisho.decision.RecentLogins;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Successful logins of an account as the API shows them: recent ones at this node, networks at all nodes. */
@ThreadSafe
@JsonbPropertyOrder({"recent", "networks"})
@Schema(example = """
                {"recent": [{"at": "2026-03-01T10:02:00Z", "client": "192.0.2.7", "protocol": "imap", "method": "plain", "times": 12}],
                 "networks": [{"network": "192.0.2.0/24", "lastOn": "2026-03-01"}]}""")
public record LoginsBody(List<Login> recent, List<Network> networks) {
    /** Logins with the same client, protocol and method: their number, and the time of the last one (ISO 8601). */
    @Immutable
    @JsonbPropertyOrder({"at", "client", "protocol", "method", "times"})
    public record Login(String at, String client, String protocol, String method, long times) {}

    /** A network, and the day of the last successful login from it, in UTC. */
    @Immutable
    @JsonbPropertyOrder({"network", "lastOn"})
    public record Network(String network, String lastOn) {}

    public static LoginsBody of(List<RecentLogins.Login> recent, List<KnownNetwork> networks) {
        return new LoginsBody(
                recent.stream()
                        .map(each -> new Login(
                                each.last().toString(), each.client(), each.protocol(), each.method(), each.times()))
                        .toList(),
                networks.stream()
                        .map(each -> new Network(
                                each.network(), LocalDate.ofEpochDay(each.day()).toString()))
                        .toList());
    }
}
