// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.status;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What needs the attention of staff now, the most urgent first.
 *
 * @param items empty if nothing does
 */
@ThreadSafe
@JsonbPropertyOrder({"items"})
@Schema(example = """
                {"items": [{"kind": "full-limits", "count": 2}, {"kind": "refused-senders", "count": 1}]}""")
public record AttentionBody(List<Item> items) {
    /**
     * One kind of thing.
     *
     * @param kind {@code stores} (writers without progress, database, directory or counters missing), {@code silent}
     *     (addresses of mail hosts without a greeting), {@code full-limits} (shared limits that refuse mail now),
     *     {@code refused-senders} (accounts with refused mail in the last ten minutes), {@code blocked-accounts}
     *     (accounts suspended or send-blocked since midnight, in the time zone of the limits), {@code new-blocks}
     *     (blocks of brute-force protection since an hour ago), {@code lost-entries} (decisions that never reached the
     *     journal)
     * @param count their number, 1 or more; at most 1,000 full limits, accounts and blocks are counted
     */
    @Immutable
    @JsonbPropertyOrder({"kind", "count"})
    public record Item(String kind, long count) {}
}
