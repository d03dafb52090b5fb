// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster, as this node sees it.
 *
 * @param address its member port as {@code host:port}; of a configured node, as configured
 * @param here whether it is this process
 * @param present whether it is in the cluster now
 * @param since when it started; of a missing node, when it was lost, or null if it was missing at the start of this
 *     process
 * @param version its version; empty if it is missing
 */
@Immutable
public record ClusterNode(
        String address,
        boolean here,
        boolean present,
        @Nullable Instant since,
        String version) {}
