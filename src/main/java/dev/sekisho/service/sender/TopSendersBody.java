// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * The accounts that send most in a period.
 *
 * @param period {@code 10m}, {@code 1h} or {@code 1d}, up to now
 * @param since the start of this node, before which it has no figures of its own (RFC 3339, UTC)
 */
@ThreadSafe
@JsonbPropertyOrder({"period", "since", "entries"})
public record TopSendersBody(String period, String since, List<TopSenderBody> entries) {}
