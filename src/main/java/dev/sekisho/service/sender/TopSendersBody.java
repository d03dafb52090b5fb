// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The accounts that send most in a period.
 *
 * @param period {@code 10m}, {@code 1h} or {@code 1d}, up to now
 * @param since the start of this node, before which it has no figures of its own (RFC 3339, UTC)
 */
@ThreadSafe
@JsonbPropertyOrder({"period", "since", "entries"})
@Schema(example = """
                {"period": "10m", "since": "2026-03-01T09:00:00Z", "entries": [{"account": "alice@example.org", "known": true, "permitted": true,
                 "refused": 350, "accepted": 20, "recipients": 20, "networks": 3, "domains": 41, "incomplete": false,
                 "clientNetworks": ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"], "last": "2026-03-01T10:02:00Z",
                 "release": "2026-03-01T10:58:00Z"}]}""")
public record TopSendersBody(String period, String since, List<TopSenderBody> entries) {}
