// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.HostPort;
import java.util.Optional;

/**
 * A domain that is ours: one of the directory, or one that aliases are in.
 *
 * <p>{@link #mxHosts} is where its mail goes, as a text that {@link HostPort} reads; empty: where the installation's
 * goes. {@link #listed} tells whether it has a row of its own, or only aliases.
 */
@Immutable
public record MailDomain(String name, Optional<String> mxHosts, boolean listed) {
    /** One with a row of its own. */
    public MailDomain(String name, Optional<String> mxHosts) {
        this(name, mxHosts, true);
    }
}
