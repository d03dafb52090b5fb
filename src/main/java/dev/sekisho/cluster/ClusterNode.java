// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster, as this one knows it.
 *
 * @param address of its member port, as {@code host:port}; of one that is configured, as it stands there
 * @param here whether it is this process
 * @param present whether it is in the cluster now
 * @param since when its process came; of one that is not there, when it was missed, null if that was before this
 *     process came
 * @param version its node's version; empty if it is not there
 */
@Immutable
public record ClusterNode(
        String address,
        boolean here,
        boolean present,
        @Nullable Instant since,
        String version) {}
